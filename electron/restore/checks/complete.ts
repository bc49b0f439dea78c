import { formats } from '../../postoffice/formats';
import { found, type Check } from './checked-copy';
import { someNames } from './some-names';

/** Every file that the format needs is there. Files of another format beside them are to be looked at. */
export const completeCheck: Check = ({ checked, inventory }) => {
  if (inventory.missing.length > 0) {
    return found('failed', { reason: 'missing', ...someNames(inventory.missing) });
  }
  if (inventory.recognition.kind === 'mixed') return found('warning', { reason: 'mixed', count: 0 });
  return found('ok', someNames(formats[checked.format].required));
};
