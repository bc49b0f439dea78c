import { SHUTDOWN_MARKER } from '../../postoffice/formats';
import { foldCase } from '../../postoffice/names';
import { found, type Check } from './checked-copy';

/** No marker of the source is left: it would keep people out. Whatever has its name counts, a folder or a link too. */
export const noMarkerCheck: Check = ({ inventory: { files, leftOut, folders, special } }) => {
  const names = [...files.map(({ path }) => path), ...leftOut, ...folders, ...special];
  const marker = names.find((name) => foldCase(name) === SHUTDOWN_MARKER);
  return marker === undefined ? found('ok') : found('failed', { name1: marker, count: 1 });
};
