package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import io.ctxagent.boot.Port;
import io.ctxagent.boot.ScratchRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one look keeps of contexts, in columns: a hundred thousand are some thousand arrays and no objects of their own, which a
 * collection of the application's copies in no time. Some 30 bytes for each, 20 more where they have deadlines, labels and
 * threads. A context is known by its place, from 0 on. Not thread-safe.
 */
final class ContextTable {

    /** In {@link #above}: it has no parent. */
    static final int ROOT = -1;

    /** In {@link #above}: its parent had not been seen when it was; its number tells which one. */
    static final int ELSEWHERE = -2;

    /** A block is 8 KB: little where there are few contexts, and no array that the collector calls large where there are many. */
    private static final int BITS = 8;

    private static final int FIRST_WORDS = 16;
    private static final int MOST_WORDS = 256;
    private static final long NONE = ScratchRow.NONE;

    private final int capacity;

    // No lists: the first look of a JVM is interpreted, where a call within a call is most of what an access costs.
    private ContextBlock[] blocks = {};
    private int blockCount;

    /** Kinds, states and copies of the API, each once. */
    private String[] words = new String[FIRST_WORDS];

    private int wordCount;

    /** By site, or kind where there is none; there are as many as places in the code. */
    private final Map<String, Candidate.Bug> bugs = new HashMap<>();

    private int size;

    ContextTable() {
        this(1 << BITS);
    }

    private ContextTable(int capacity) {
        this.capacity = capacity;
    }

    /** For one context that stands alone. */
    static ContextTable ofOne() {
        return new ContextTable(1);
    }

    int size() {
        return size;
    }

    /**
     * Adds the context that {@code row} of {@link Port#scan} or {@link Port#fill} describes.
     *
     * @param suffix tells the copies of the API apart: empty for the first
     * @param above the place of its parent, {@link #ROOT} or {@link #ELSEWHERE}
     * @return its place; -1 for a row that is not of this bridge's shape
     */
    int add(@Nullable Object[] row, String suffix, int above) {
        int kind = row[Port.KIND] instanceof String word ? word(word) : -1;
        int state = row[Port.STATE] instanceof String word ? word(word) : -1;
        int copy = word(suffix);
        if (kind < 0 || state < 0 || copy < 0 || !(row[ScratchRow.NUMBERS] instanceof long[] numbers)) {
            return -1;
        }
        int at = at(size);
        if (at == 0) {
            if (blockCount == blocks.length) {
                blocks = Arrays.copyOf(blocks, Math.max(1, 2 * blockCount));
            }
            blocks[blockCount++] = new ContextBlock(capacity);
        }
        ContextBlock block = block(size);
        block.number[at] = numbers[Port.ID];
        block.createdNanos[at] = numbers[Port.CREATED_NANOS];
        block.above[at] = above;
        block.kind[at] = (byte) kind;
        block.state[at] = (byte) state;
        block.suffix[at] = (byte) copy;
        block.site[at] = row[Port.SITE] instanceof String site ? site : null;
        block.owner[at] = row[Port.OWNER] instanceof Owner owner ? owner : null;
        if (row[Port.NAME] instanceof String name) {
            block.names()[at] = name;
        }
        if (numbers[Port.DEADLINE_NANOS] != NONE) {
            block.deadlines()[at] = numbers[Port.DEADLINE_NANOS];
        }
        addRest(row, numbers, above, size++);
        return size - 1;
    }

    @SuppressWarnings("unchecked") // the port's table of rows is the type
    private void addRest(@Nullable Object[] row, long[] numbers, int above, int place) {
        boolean lost = Boolean.TRUE.equals(row[Port.LOST]);
        List<String> keys = row[Port.KEYS] instanceof List<?> list ? (List<String>) list : List.of();
        if (above != ELSEWHERE
                && numbers[Port.DONE_NANOS] == NONE
                && row[Port.CAUSE] == null
                && keys.isEmpty()
                && !lost) {
            return;
        }
        ContextBlock.Rest rest = restToChange(place);
        rest.above = above == ELSEWHERE ? numbers[Port.PARENT] : 0;
        rest.doneNanos = numbers[Port.DONE_NANOS];
        rest.cause = row[Port.CAUSE] instanceof Throwable cause ? cause : null;
        rest.keys = keys;
        rest.lost = lost;
    }

    private int word(String word) {
        for (int i = 0; i < wordCount; i++) {
            if (words[i].equals(word)) {
                return i;
            }
        }
        if (wordCount == MOST_WORDS) {
            return -1;
        }
        if (wordCount == words.length) {
            words = Arrays.copyOf(words, 2 * wordCount);
        }
        words[wordCount] = word;
        return wordCount++;
    }

    private ContextBlock.Rest restToChange(int place) {
        return block(place).restToChange(at(place));
    }

    private ContextBlock.Rest rest(int place) {
        return block(place).rest(at(place));
    }

    private ContextBlock block(int place) {
        return blocks[place >>> BITS];
    }

    private static int at(int place) {
        return place & (1 << BITS) - 1;
    }

    /** At least 1. */
    long number(int place) {
        return block(place).number[at(place)];
    }

    /** The place of its parent, {@link #ROOT} or {@link #ELSEWHERE}. */
    int above(int place) {
        return block(place).above[at(place)];
    }

    /** The number of its parent; 0 for a root. */
    long parentNumber(int place) {
        int above = above(place);
        return above == ROOT ? 0 : above == ELSEWHERE ? rest(place).above : number(above);
    }

    String suffix(int place) {
        return words[block(place).suffix[at(place)] & 0xFF];
    }

    String kind(int place) {
        return words[block(place).kind[at(place)] & 0xFF];
    }

    String state(int place) {
        return words[block(place).state[at(place)] & 0xFF];
    }

    long createdNanos(int place) {
        return block(place).createdNanos[at(place)];
    }

    /** {@link Port#NONE} without one. */
    long deadlineNanos(int place) {
        long[] deadlines = block(place).deadlineNanos;
        return deadlines == null ? NONE : deadlines[at(place)];
    }

    /** {@link Port#NONE} while it is live. */
    long doneNanos(int place) {
        return rest(place).doneNanos;
    }

    @Nullable
    String name(int place) {
        @Nullable String[] names = block(place).name;
        return names == null ? null : names[at(place)];
    }

    @Nullable
    String site(int place) {
        return block(place).site[at(place)];
    }

    Candidate.Bug bug(int place) {
        String site = site(place);
        String told = site == null ? kind(place) : site;
        Candidate.Bug bug = bugs.get(told);
        if (bug == null) {
            bug = Candidate.Bug.madeAt(site, told);
            bugs.put(told, bug);
        }
        return bug;
    }

    /** That of contexts made at {@code told}, or of that kind where nobody knows their place; null where nobody has asked for one. */
    Candidate.@Nullable Bug bug(String told) {
        return bugs.get(told);
    }

    @Nullable
    Owner owner(int place) {
        return block(place).owner[at(place)];
    }

    @Nullable
    Throwable cause(int place) {
        return rest(place).cause;
    }

    boolean lost(int place) {
        return rest(place).lost;
    }

    List<String> keys(int place) {
        return rest(place).keys;
    }

    SeenTests.@Nullable SeenTest test(int place) {
        return rest(place).test;
    }

    void test(int place, SeenTests.SeenTest test) {
        restToChange(place).test = test;
    }

    /** How many threads run under it. */
    int threadCount(int place) {
        return thread(place, 0) == 0 ? 0 : 1 + rest(place).threadCount;
    }

    /** The id of one of them; 0 where there is none that runs under it. */
    long thread(int place, int which) {
        long[] first = block(place).thread;
        return which > 0 ? rest(place).threads[which - 1] : first == null ? 0 : first[at(place)];
    }

    /** A thread runs under it, or under a layer of values upon it that carries {@code layerKeys}. */
    void addThread(int place, long thread, List<String> layerKeys) {
        long[] first = block(place).threads();
        if (first[at(place)] == 0) {
            first[at(place)] = thread;
        } else {
            ContextBlock.Rest rest = restToChange(place);
            if (rest.threadCount == rest.threads.length) {
                rest.threads = Arrays.copyOf(rest.threads, Math.max(4, 2 * rest.threadCount));
            }
            rest.threads[rest.threadCount++] = thread;
        }
        if (!layerKeys.equals(keys(place))) {
            Set<String> union = new LinkedHashSet<>(layerKeys);
            union.addAll(keys(place));
            restToChange(place).keys = new ArrayList<>(union);
        }
    }
}
