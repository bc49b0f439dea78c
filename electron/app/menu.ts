import { Menu, type MenuItemConstructorOptions } from 'electron';
import { menuWords } from '../../shared/words/app';

/** The menu: what every desktop app has, and nothing that leads out of it. */
export function setMenu(): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { label: menuWords.file, submenu: [{ role: 'quit', label: menuWords.quit }] },
    { label: menuWords.edit, role: 'editMenu' },
    {
      label: menuWords.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: menuWords.window, role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
