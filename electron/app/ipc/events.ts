import { BrowserWindow } from 'electron';
import { eventNames } from '../../../shared/event-names';
import type { Engine } from '../../engine/engine';

/** Channels of events are their names with this before them; the preload uses the same. */
export const EVENT_CHANNEL = 'postbag-event:';

/** Passes every event of the engine to the window, if there is one. */
export function sendEvents(engine: Engine): void {
  for (const name of eventNames) {
    engine.events.on(name, (value) => {
      for (const window of BrowserWindow.getAllWindows()) {
        if (!window.isDestroyed()) window.webContents.send(`${EVENT_CHANNEL}${name}`, value);
      }
    });
  }
}
