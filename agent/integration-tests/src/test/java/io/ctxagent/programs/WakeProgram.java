package io.ctxagent.programs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Blocks in each call of some families under a context and ends that context: {@code <families> <triggers> <kinds of
 * thread>}, each a list with commas; a trigger is {@code cancel}, {@code deadline}, {@code done} (cancelled before the call),
 * {@code overdue} (past its deadline before the call) or one of the controls, a kind {@code platform} or {@code virtual}. Prints for
 * each case {@code case|woken or stuck|microseconds|what was thrown|interrupted or clean|complaint|family|trigger|kind|blocked or
 * unseen|stack}: whether it was seen blocked before its context ended, and where. A call whose deadline came before that is tried
 * again with longer ones. With another argument, {@code late}, it loads what it needs, prints {@code READY} and waits for a byte
 * first. {@code control} cancels all contexts when all calls are blocked: without the agent they must have stayed. {@code
 * control-deadline} waits for their deadline, {@code control-done} cancels them before the calls, {@code control-overdue} lets
 * their deadline come before. {@code none} calls without a context, and interrupts the threads after that; {@code interrupt}
 * does so under a context that is live. {@code ready-done} and {@code ready-overdue} are {@code done} and {@code overdue} for calls
 * that do not have to wait; each that throws is made again under no context.
 */
public final class WakeProgram {

    /** How long a call whose context was cancelled must stay to be called stuck; a wake takes milliseconds. */
    static final long STUCK_MILLIS = 400;

    private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(2);

    /** Triggers that must not end the calls: all are blocked at once, and looked at once. */
    static final Set<String> CONTROLS =
            Set.of("control", "control-deadline", "control-done", "control-overdue", "none", "interrupt");

    /** How many calls wait for a deadline at the same time. */
    private static final int TOGETHER = 8;

    /** Those of them after which the user interrupts. */
    static final Set<String> INTERRUPTING = Set.of("none", "interrupt");

    private static final Set<String> DATABASES = Set.of("h2", "postgresql", "mariadb", "mysql", "sqlite");

    private WakeProgram() {}

    public static void main(String[] args) throws Exception {
        List<String> families = List.of(args[0].split(","));
        List<String> triggers = List.of(args[1].split(","));
        if (args[args.length - 1].equals("late")) {
            for (String family : families) {
                cases(family, triggers.get(0));
            }
            System.out.println("READY");
            System.in.read();
        }
        for (String kind : args[2].split(",")) {
            for (String trigger : triggers) {
                if (!CONTROLS.contains(trigger) && !Attempt.isReady(trigger)) {
                    warmUp(families, trigger, kind, trigger.equals(triggers.get(0)));
                }
                run(families, trigger, kind);
            }
        }
        System.out.println("END");
        System.exit(0);
    }

    /**
     * For the classes that the first call of its kind loads: what is timed is a wake, not a class loader. The first time each method,
     * for they are woken in ways of their own; of a database one and only then, for its connections stay open.
     */
    private static void warmUp(List<String> families, String trigger, String kind, boolean first) throws Exception {
        for (String family : families) {
            if (!first && ofDatabase(family)) {
                continue;
            }
            Set<String> methods = new HashSet<>();
            for (BlockingCase each : cases(family, trigger, kind)) {
                boolean seen = first && !ofDatabase(family) ? !methods.add(each.frame()) : !methods.add(family);
                if (!seen) {
                    attempt(each, trigger, kind).end().row();
                }
            }
        }
    }

    private static boolean ofDatabase(String family) {
        return DATABASES.contains(family)
                || family.startsWith(JdbcWaitCases.PREFIX)
                || family.equals(PostgresCases.NAME)
                || family.equals(JdbcForms.NAME);
    }

    private static void run(List<String> families, String trigger, String kind) throws Exception {
        List<Labelled> together = new ArrayList<>();
        List<Labelled> inTurn = new ArrayList<>();
        for (String family : families) {
            for (BlockingCase blocking : cases(family, trigger, kind)) {
                boolean never = Attempt.isReady(trigger) && blocking.ready() == null;
                if (never || interruptHangs(blocking, trigger, kind)) {
                    continue;
                }
                boolean alone = blocking.alone() || !CONTROLS.contains(trigger);
                (alone ? inTurn : together).add(new Labelled(blocking, family, trigger, kind));
            }
        }
        control(together, trigger, kind);
        if (CONTROLS.contains(trigger)) {
            for (Labelled each : inTurn) {
                control(List.of(each), trigger, kind);
            }
        } else {
            inTurn(inTurn);
        }
    }

    /** One after the other; what only waits for its deadline does so beside others. */
    private static void inTurn(List<Labelled> calls) throws Exception {
        List<Labelled> next = new ArrayList<>();
        for (Labelled each : calls) {
            if (!each.mayBeBesideOthers()) {
                print(attempted(each, attempt(each)), each);
                continue;
            }
            next.add(each);
            if (next.size() == TOGETHER) {
                besideEachOther(next);
                next.clear();
            }
        }
        besideEachOther(next);
    }

    private static void besideEachOther(List<Labelled> calls) throws Exception {
        List<Attempt> attempts = new ArrayList<>();
        for (Labelled each : calls) {
            attempts.add(attempt(each));
        }
        for (int i = 0; i < calls.size(); i++) {
            print(attempted(calls.get(i), attempts.get(i)), calls.get(i));
        }
    }

    /** In the JDK itself: to close the channel of a file, it waits for a thread that it does not signal when that is virtual. */
    private static boolean interruptHangs(BlockingCase blocking, String trigger, String kind) {
        return INTERRUPTING.contains(trigger)
                && kind.equals("virtual")
                && blocking.frame().startsWith("FileChannelImpl.");
    }

    private record Labelled(BlockingCase blocking, String family, String trigger, String kind) {

        boolean mayBeBesideOthers() {
            return trigger.equals("deadline") && !blocking.alone() && !ofDatabase(family);
        }

        /** The same call of a case that was not used yet. */
        BlockingCase again() throws Exception {
            return cases(family, trigger).stream()
                    .filter(other -> other.name().equals(blocking.name()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Attempt attempt(Labelled call) throws Exception {
        return attempt(call.blocking, call.trigger, call.kind);
    }

    private static Attempt attempted(Labelled call, Attempt first) throws Exception {
        Attempt attempt = first.end();
        Duration deadline = Attempt.DEADLINE;
        while (attempt.deadlineCameFirst() && deadline.compareTo(LONGEST_DEADLINE) < 0) {
            String row = attempt.row();
            if (!row.endsWith("|")) {
                System.err.println(row);
            }
            deadline = deadline.multipliedBy(4);
            attempt = new Attempt(call.again(), call.trigger, call.kind, deadline, new CountDownLatch(1)).begin();
        }
        return attempt;
    }

    /** All blocked at once, and one look at them. */
    private static void control(List<Labelled> cases, String trigger, String kind) throws Exception {
        if (cases.isEmpty()) {
            return;
        }
        CountDownLatch anyOver = new CountDownLatch(1);
        List<Attempt> attempts = new ArrayList<>();
        for (Labelled each : cases) {
            attempts.add(new Attempt(each.blocking, trigger, kind, Attempt.DEADLINE, anyOver).begin());
        }
        for (Attempt attempt : attempts) {
            attempt.end();
            attempt.awaitDeadline();
        }
        anyOver.await(STUCK_MILLIS, TimeUnit.MILLISECONDS);
        // The release or interrupt of one may end another, whose turn comes later.
        attempts.forEach(Attempt::look);
        if (INTERRUPTING.contains(trigger)) {
            interrupt(attempts);
        }
        for (int i = 0; i < attempts.size(); i++) {
            print(attempts.get(i), cases.get(i));
        }
    }

    /** Some obey none; so that it is seen which, the rest get the time that a wake has. */
    private static void interrupt(List<Attempt> attempts) throws InterruptedException {
        attempts.forEach(Attempt::interrupt);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        for (Attempt attempt : attempts) {
            attempt.awaitEnd(until - System.nanoTime());
        }
    }

    private static void print(Attempt attempt, Labelled call) throws Exception {
        System.out.println(String.join(
                "|",
                attempt.row(),
                call.family,
                call.trigger,
                call.kind,
                attempt.seenBlocked() ? "blocked" : "unseen",
                attempt.stack()));
    }

    private static Attempt attempt(BlockingCase blocking, String trigger, String kind) throws Exception {
        return new Attempt(blocking, trigger, kind, Attempt.DEADLINE, new CountDownLatch(1)).begin();
    }

    /** Those that block a thread of this kind. */
    static List<BlockingCase> cases(String family, String trigger, String kind) throws Exception {
        return cases(family, trigger).stream()
                .filter(blocking -> kind.equals("platform") || !blocking.name().equals(ConnectCases.UNIX))
                .toList();
    }

    static List<BlockingCase> cases(String family, String trigger) throws Exception {
        if (ChannelCases.FAMILIES.contains(family)) {
            return ChannelCases.of(family, trigger);
        }
        if (family.startsWith(JdbcWaitCases.PREFIX)) {
            return JdbcWaitCases.of(family.substring(JdbcWaitCases.PREFIX.length()));
        }
        if (family.equals(PostgresCases.NAME)) {
            return PostgresCases.all();
        }
        return DATABASES.contains(family) ? JdbcCases.of(family) : Cases.of(family);
    }

    static Thread thread(String kind, Runnable task) throws Exception {
        if (kind.equals("platform")) {
            return Cases.daemonThread(task);
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (Thread) Class.forName("java.lang.Thread$Builder")
                .getMethod("unstarted", Runnable.class)
                .invoke(builder, task);
    }

    /** Until the thread is in the call and does not run: its stack shows the frame, twice the same. */
    static void awaitBlocked(Thread thread, String frame) throws Exception {
        awaitBlocked(thread, frame, new CountDownLatch(1));
    }

    /** The same, or until the call is over, and then false. */
    static boolean awaitBlocked(Thread thread, String frame, CountDownLatch over) throws Exception {
        String last = "";
        for (int tries = 0; tries < 2_000 && over.getCount() > 0; tries++) {
            StackTraceElement[] stack = thread.getStackTrace();
            String top = stack.length == 0 ? "" : stack[0].toString();
            boolean inside = isIn(stack, frame);
            boolean still = thread.getState() != Thread.State.RUNNABLE || top.contains("Native Method");
            boolean works = Still.works(stack, frame) && !last.isEmpty();
            if (inside && (works || (still && top.equals(last)))) {
                return true;
            }
            last = inside ? top : "";
            over.await(2, TimeUnit.MILLISECONDS);
        }
        if (over.getCount() > 0) {
            throw new IllegalStateException("never blocked in " + frame + ": " + List.of(thread.getStackTrace()));
        }
        return false;
    }

    static boolean isIn(StackTraceElement[] stack, String frame) {
        for (StackTraceElement element : stack) {
            String name = element.getClassName() + "." + element.getMethodName();
            if (name.endsWith(frame) || name.replace('$', '.').endsWith(frame)) {
                return true;
            }
        }
        return false;
    }
}
