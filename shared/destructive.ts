/**
 * Whether a command line has a parameter that removes mail (domain.md 5.2, trap 3), in whatever way it is joined to others.
 * Better once too often: then a person types a name more.
 */
export const removesMail = (line: string): boolean => /DELETE/i.test(line);
