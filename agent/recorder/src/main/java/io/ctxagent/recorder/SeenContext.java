package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import io.ctxagent.boot.Port;
import io.ctxagent.boot.ScratchRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One context as one look saw it: a place in a {@link ContextTable}. Two of the same place are equal. Belongs to the look's
 * thread.
 */
final class SeenContext {

    private static final Set<String> NEVER_DONE = Set.of("background", "todo", "withoutCancel");
    private static final Set<String> SCOPED =
            Set.of("withCancel", "withTimeout", "withDeadline", "withCancelFrom", "shield");

    private final ContextTable table;
    private int place;

    SeenContext(ContextTable table, int place) {
        this.table = table;
        this.place = place;
    }

    /**
     * One that stands alone.
     *
     * @param row as {@link Port#row} gives it
     * @param suffix tells the copies of the API apart: empty for the first
     * @return null for a row that is not of this bridge's shape
     */
    static @Nullable SeenContext of(@Nullable Object @Nullable [] row, String suffix) {
        @Nullable Object[] scratch = ScratchRow.create();
        if (!ScratchRow.copied(row, scratch)) {
            return null;
        }
        ContextTable alone = ContextTable.ofOne();
        long[] numbers = (long[]) scratch[ScratchRow.NUMBERS];
        boolean root = numbers == null || numbers[Port.PARENT] == 0;
        int place = alone.add(scratch, suffix, root ? ContextTable.ROOT : ContextTable.ELSEWHERE);
        return place < 0 ? null : new SeenContext(alone, place);
    }

    /** From here on this is the context at that place. */
    void moveTo(int other) {
        place = other;
    }

    /** The same, which stays where this is now. */
    SeenContext here() {
        return new SeenContext(table, place);
    }

    /** What tells a bug that shows in this context from another one. */
    Candidate.Bug bug() {
        return table.bug(place);
    }

    boolean isOf(ContextTable other) {
        return table == other;
    }

    /** Its place in its table. */
    int place() {
        return place;
    }

    /** Its number in its copy of the API, at least 1. */
    long number() {
        return table.number(place);
    }

    /** That of its parent; 0 for a root. */
    long parentNumber() {
        return table.parentNumber(place);
    }

    /** Tells the copies of the API apart: empty for the first. */
    String suffix() {
        return table.suffix(place);
    }

    // Made when they are asked for: of a hundred thousand contexts they would be most of what a look keeps.

    /** As in {@code ctx-snapshot/1}. */
    String id() {
        return "c" + number() + suffix();
    }

    /** The parent's; null for a root. */
    @Nullable
    String parent() {
        return parentNumber() == 0 ? null : "c" + parentNumber() + suffix();
    }

    String kind() {
        return table.kind(place);
    }

    @Nullable
    String name() {
        return table.name(place);
    }

    String state() {
        return table.state(place);
    }

    boolean live() {
        return state().equals("live");
    }

    long createdNanos() {
        return table.createdNanos(place);
    }

    boolean hasDeadline() {
        return table.deadlineNanos(place) != ScratchRow.NONE;
    }

    /** Of one that has a deadline. */
    long deadlineNanos() {
        return table.deadlineNanos(place);
    }

    boolean isDone() {
        return table.doneNanos(place) != ScratchRow.NONE;
    }

    /** Of one that is done. */
    long doneNanos() {
        return table.doneNanos(place);
    }

    @Nullable
    Throwable cause() {
        return table.cause(place);
    }

    @Nullable
    String site() {
        return table.site(place);
    }

    @Nullable
    Owner owner() {
        return table.owner(place);
    }

    boolean lost() {
        return table.lost(place);
    }

    /** The test that it stands for; null for any other context. */
    SeenTests.@Nullable SeenTest test() {
        return table.test(place);
    }

    /** Since when no work should go on under it: it is done, or the test that it stands for has ended. Null while neither. */
    @Nullable
    Long overNanos() {
        if (isDone()) {
            return doneNanos();
        }
        SeenTests.SeenTest test = test();
        return test == null ? null : test.owner().endedNanos();
    }

    /** Whether there is a CancelScope that somebody has to close. */
    boolean scoped() {
        return isScoped(kind());
    }

    /** Whether it stays live by its nature. */
    boolean neverDone() {
        return isNeverDone(kind());
    }

    static boolean isScoped(@Nullable Object kind) {
        return kind instanceof String word && SCOPED.contains(word);
    }

    static boolean isNeverDone(@Nullable Object kind) {
        return kind instanceof String word && NEVER_DONE.contains(word);
    }

    List<String> keys() {
        return table.keys(place);
    }

    /** How many threads run under it. */
    int threadCount() {
        return table.threadCount(place);
    }

    /** The id of one of them. */
    long thread(int which) {
        return table.thread(place, which);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SeenContext context && context.table == table && context.place == place;
    }

    @Override
    public int hashCode() {
        return place;
    }
}
