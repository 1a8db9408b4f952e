package io.ctxagent.recorder;

/**
 * The places of the contexts of one copy of the API by their number: open addressing without boxes, a few bytes for each, in
 * arrays of which none is large to the collector. Not thread-safe.
 */
final class ContextsByNumber {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int BITS = 12;
    private static final int MOST_EXPECTED = 1 << 28;

    private final ContextTable table;

    /** A place and 1; 0 for nothing. */
    private int[][] places;

    private int mask;
    private int size;

    ContextsByNumber(ContextTable table) {
        this(table, 0);
    }

    /** @param expected a guess at how many there will be, for which it has room from the start */
    ContextsByNumber(ContextTable table, int expected) {
        this.table = table;
        this.mask = Math.max(63, Integer.highestOneBit(2 * Math.min(expected, MOST_EXPECTED)) * 2 - 1);
        this.places = empty(mask + 1);
    }

    /** Its place in the table; -1 where none has that number. */
    int get(long number) {
        return at(slot(number)) - 1;
    }

    /** The context at {@code place}; no other one has its number. */
    void add(int place) {
        if (2 * size > mask) {
            grow();
        }
        insert(place);
        size++;
    }

    int size() {
        return size;
    }

    private void grow() {
        int[][] before = places;
        mask = 2 * mask + 1;
        places = empty(mask + 1);
        for (int[] part : before) {
            for (int kept : part) {
                if (kept != 0) {
                    insert(kept - 1);
                }
            }
        }
    }

    private void insert(int place) {
        int slot = slot(table.number(place));
        places[slot >>> BITS][slot & (1 << BITS) - 1] = place + 1;
    }

    /** Where that number is, or would be. */
    private int slot(long number) {
        int slot = (int) (number * SPREAD >>> 32) & mask;
        int there = at(slot);
        while (there != 0 && table.number(there - 1) != number) {
            slot = slot + 1 & mask;
            there = at(slot);
        }
        return slot;
    }

    private int at(int slot) {
        return places[slot >>> BITS][slot & (1 << BITS) - 1];
    }

    private static int[][] empty(int count) {
        int length = Math.min(count, 1 << BITS);
        return new int[count / length][length];
    }
}
