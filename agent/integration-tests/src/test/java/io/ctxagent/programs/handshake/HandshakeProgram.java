package io.ctxagent.programs.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Races cancels against returns: {@code <calls> return|user|second platform|virtual <rounds> [<lanes>] [until-wrong]}, the calls by
 * commas, {@code <call>/<part>} for one that is so dear that it is raced in a part of the rounds only.
 * The rounds of a call are gone through again until the parties have met in every way in it, but none begins again {@value
 * #MOST_SECONDS_OF_MORE_PASSES} seconds after the start, and a second more for a thousand rounds: on a busy machine two may run one after the other for a long time. Prints
 * for each time {@code <call> <race> <threads>: <tally>, seconds=...}. A lane that stands still for a minute is printed with its
 * stacks, and the program exits with 3. With {@code until-wrong} each call is raced once, until the first round that must not be.
 */
public final class HandshakeProgram {

    private static final int STANDS_STILL_SECONDS = 60;
    private static final int FEWEST_ROUNDS = 40;
    private static final int MOST_SECONDS_OF_MORE_PASSES = 150;

    private HandshakeProgram() {}

    public static void main(String[] args) throws Exception {
        Lane.Race race = Lane.Race.valueOf(args[1].toUpperCase(Locale.ROOT));
        boolean untilWrong = args[args.length - 1].equals("until-wrong");
        int lanes = args.length > (untilWrong ? 5 : 4) ? Integer.parseInt(args[4]) : 1;
        int rounds = Integer.parseInt(args[3]) / lanes;
        long lastPass = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS_OF_MORE_PASSES + rounds / 1_000);
        for (String named : args[0].split(",")) {
            String[] parts = named.split("/");
            String call = parts[0];
            int part = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
            Rounds each = new Rounds(Math.max(rounds / part, Math.min(rounds, FEWEST_ROUNDS)), untilWrong);
            Tally sum = new Tally();
            boolean again = true;
            while (again) {
                long from = System.nanoTime();
                Tally tally = run(call, race, args[2], each, lanes);
                sum.add(tally);
                System.out.printf(
                        "%s %s %s: %s, seconds=%d%n",
                        call, args[1], args[2], tally, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - from));
                again = !untilWrong && !tookPlace(sum, race, call) && System.nanoTime() - lastPass < 0;
            }
        }
        System.out.println("END");
        System.exit(0);
    }

    private static boolean tookPlace(Tally sum, Lane.Race race, String call) {
        boolean user = race == Lane.Race.USER;
        return sum.tookPlace(RacedCalls.endedByContext(call))
                && (!user || (sum.userKept > 0 && (sum.userFirst > 0 || !RacedCalls.endedByUser(call))));
    }

    private static Tally run(String call, Lane.Race race, String kind, Rounds rounds, int width) throws Exception {
        List<Lane> lanes = new ArrayList<>();
        List<Thread> callers = new ArrayList<>();
        List<Thread> others = new ArrayList<>();
        for (int at = 0; at < width; at++) {
            Lane lane = new Lane(RacedCalls.of(call), race, rounds, System.nanoTime() + at);
            lanes.add(lane);
            callers.add(Kinds.thread(kind, lane::runCaller));
            others.add(Kinds.thread(kind, lane::runSecond));
            if (lane.hasThird()) {
                others.add(Kinds.thread(kind, lane::runThird));
            }
        }
        callers.forEach(Thread::start);
        others.forEach(Thread::start);
        Tally tally = new Tally();
        for (int at = 0; at < width; at++) {
            awaitEnd(callers.get(at), lanes.get(at), call, callers, others);
            tally.add(lanes.get(at).tally);
            tally.rounds += lanes.get(at).round.get();
            lanes.get(at).close();
        }
        return tally;
    }

    private static void awaitEnd(Thread caller, Lane lane, String call, List<Thread> callers, List<Thread> others)
            throws InterruptedException {
        int still = 0;
        int last = -1;
        while (caller.isAlive()) {
            caller.join(1_000);
            int now = lane.round.get();
            still = now == last ? still + 1 : 0;
            last = now;
            if (still == STANDS_STILL_SECONDS) {
                System.out.println(call + " stands still in round " + now);
                callers.forEach(thread -> System.out.println(List.of(thread.getStackTrace())));
                others.forEach(thread -> System.out.println(List.of(thread.getStackTrace())));
                System.exit(3);
            }
        }
    }
}
