package io.ctxagent.report.check;

import java.util.List;

/**
 * What a baseline was good for in this check.
 *
 * @param name the file, for people
 * @param entries each of its entries, in its order
 */
public record BaselineUse(String name, List<EntryUse> entries) {

    public BaselineUse {
        entries = List.copyOf(entries);
    }

    /**
     * One entry.
     *
     * @param count how many instances of its finding were seen
     * @param expired whether it has run out
     */
    public record EntryUse(BaselineEntry entry, int count, boolean expired) {

        /** Nothing was seen of it. */
        public boolean stale() {
            return count == 0;
        }
    }

    /** How many entries nothing was seen of. */
    public long stale() {
        return entries.stream().filter(EntryUse::stale).count();
    }
}
