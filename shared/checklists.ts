import type { FormatId } from './postoffice';
import type { ChecklistItem } from './proof';
import { ccMailPoints, checklistWords, practiceChecklistWords } from './words/checklists';

/**
 * The points that a person answers before a copy counts as proven, while nobody has changed the list of a post office. The ids
 * stay, whatever becomes of the words.
 */
export function usualChecklist(format: FormatId, practice: boolean): ChecklistItem[] {
  if (practice) return Object.entries(practiceChecklistWords).map(([id, words]) => ({ id, ...words }));
  const words = checklistWords(format);
  return ccMailPoints.map((id) => ({ id, ...words[id] }));
}
