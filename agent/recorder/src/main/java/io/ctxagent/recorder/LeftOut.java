package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import io.ctxagent.boot.Port;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a look has counted and does not keep, because there is no {@link Room}. Belongs to the look's thread. */
final class LeftOut {

    /** There are as many as places in the code that make contexts; of generated code they might be many. */
    private static final int MOST_PLACES = 10_000;

    private final boolean atExit;
    private int contexts;
    private int awaited;
    private final Map<String, Place> places = new HashMap<>();

    private int threads;
    private int userThreads;
    private int virtualThreads;
    private int blockedThreads;
    private int unownedThreads;

    /** Contexts that were made at one place and look leaked. */
    private static final class Place {
        int kept;
        int leftOut;
    }

    /** @param atExit nobody is left who could still cancel anything */
    LeftOut(boolean atExit) {
        this.atExit = atExit;
    }

    /** Whether there is anything. */
    boolean any() {
        return contexts > 0 || threads > 0;
    }

    /** Live contexts. */
    int contexts() {
        return contexts;
    }

    /** Those of them that a shutdown waits for. */
    int awaited() {
        return awaited;
    }

    int threads() {
        return threads;
    }

    int userThreads() {
        return userThreads;
    }

    int virtualThreads() {
        return virtualThreads;
    }

    int blockedThreads() {
        return blockedThreads;
    }

    int unownedThreads() {
        return unownedThreads;
    }

    /** Virtual threads that lead to nothing, so many of them the application's. */
    void addUnowned(int virtual, int users) {
        threads += virtual;
        virtualThreads += virtual;
        userThreads += users;
        unownedThreads += users;
    }

    /** A thread that is not kept, because its context is not. */
    void addThread(boolean user, boolean virtual, boolean blocked) {
        threads++;
        userThreads += user ? 1 : 0;
        virtualThreads += virtual ? 1 : 0;
        blockedThreads += blocked ? 1 : 0;
    }

    /** One that the walk has come by. */
    void add(@Nullable Object[] row) {
        count(row, 1);
        if (isAbandoned(row)) {
            Place place = place(row);
            if (place != null) {
                place.leftOut++;
            }
        }
    }

    /** One that was left out is kept after all: something that is kept leads to it. */
    void takeBack(@Nullable Object[] row) {
        if (contexts > 0 && "live".equals(row[Port.STATE])) {
            count(row, -1);
            Place place = isAbandoned(row) ? place(row) : null;
            if (place != null && place.leftOut > 0) {
                place.leftOut--;
            }
        }
    }

    private void count(@Nullable Object[] row, int by) {
        contexts += by;
        awaited += SeenContext.isNeverDone(row[Port.KIND]) || "shutdown".equals(row[Port.KIND]) ? 0 : by;
    }

    /** How many suspects from where this one was made are kept beyond the room for all; one more when it is {@code added}. */
    int keptFromPlaceOf(@Nullable Object[] row, boolean added) {
        Place place = place(row);
        if (place != null && added) {
            place.kept++;
        }
        return place == null ? Integer.MAX_VALUE : place.kept;
    }

    /** How many contexts that show {@code bug} by being live without an owner are not kept. */
    int abandoned(Candidate.Bug bug, ContextTable table) {
        int sum = 0;
        for (Map.Entry<String, Place> place : places.entrySet()) {
            sum += place.getValue().leftOut > 0 && table.bug(place.getKey()) == bug ? place.getValue().leftOut : 0;
        }
        return sum;
    }

    /** Whether nobody is left who could cancel it. */
    boolean isAbandoned(@Nullable Object[] row) {
        return SeenContext.isScoped(row[Port.KIND])
                && (atExit || row[Port.OWNER] instanceof Owner owner && owner.ended());
    }

    private @Nullable Place place(@Nullable Object[] row) {
        String told = row[Port.SITE] instanceof String site ? site : String.valueOf(row[Port.KIND]);
        Place place = places.get(told);
        if (place == null && places.size() < MOST_PLACES) {
            place = new Place();
            places.put(told, place);
        }
        return place;
    }
}
