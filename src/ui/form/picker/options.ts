/** What a picker chooses among, and how typed words find it. No DOM. */

export interface PickerOption {
  readonly id: string;
  readonly label: string;
  /** Second line: size, memory, what is unknown about it. */
  readonly detail: string;
  readonly group: string;
  /** A word at the right: "announced", "no price". */
  readonly badge?: string;
}

export interface PickerGroup {
  readonly name: string;
  readonly options: readonly PickerOption[];
}

const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9. ]+/g, ' ');

/** Options in which every typed word occurs, in the name, the maker, the detail or the badge. */
export function matching(options: readonly PickerOption[], typed: string): readonly PickerOption[] {
  const words = folded(typed).split(' ').filter(Boolean);
  if (words.length === 0) return options;
  return options.filter((option) => {
    const text = folded(`${option.label} ${option.group} ${option.detail} ${option.badge ?? ''} ${option.id}`);
    return words.every((word) => text.includes(word));
  });
}

/** Options under their makers, both in the order given. */
export function grouped(options: readonly PickerOption[]): readonly PickerGroup[] {
  const groups = new Map<string, PickerOption[]>();
  for (const option of options) {
    const group = groups.get(option.group);
    if (group) group.push(option);
    else groups.set(option.group, [option]);
  }
  return [...groups].map(([name, members]) => ({ name, options: members }));
}
