package io.ctxagent.benchmarks.soak;

import io.ctxagent.benchmarks.measure.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Loads a service that runs under the agent, and compares what is left in it with what was there after a warm-up by the same
 * load: no context of a request, no thread more, no entry in a side table, no object of the agent's or the library's more, and
 * no more heap. Ends with exit code 1 when one of these does not hold, or when a client that behaves was not served.
 */
public final class Soak {

    private static final int CLIENTS = 16;
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final Duration TELL = Duration.ofSeconds(30);

    /** Objects of one class that may come and go: threads and calls that the last moment happened to find. */
    private static final int ROOM = 16;

    /** What tables that grow by themselves, rows of the database and code that was compiled late may take. */
    private static final double MOST_HEAP = 1.10;

    private static final String HANDED = "io.ctxagent.boot.TaskTable$Entry";

    /** More than the service's own pools let an idle thread live. */
    private static final Duration STEADY = Duration.ofSeconds(8);

    private final int port;
    private final String pid;
    private final String ctxinspect;
    private final List<String> faults = new ArrayList<>();

    private Soak(String pid, int port, String ctxinspect) {
        this.pid = pid;
        this.port = port;
        this.ctxinspect = ctxinspect;
    }

    /**
     * @param arguments the service's process id and port, the path of {@code ctxinspect}, then how many seconds the warm-up
     *     takes, and how long the rest lasts: a number of seconds and a number of requests, whichever is reached last
     */
    public static void main(String[] arguments) throws Exception {
        Soak soak = new Soak(arguments[0], Integer.parseInt(arguments[1]), arguments[2]);
        soak.run(seconds(arguments[3]), seconds(arguments[4]), Long.parseLong(arguments[5]));
        soak.faults.forEach(fault -> System.out.println("    WRONG: " + fault));
        System.exit(soak.faults.isEmpty() ? 0 : 1);
    }

    private static Duration seconds(String argument) {
        return Duration.ofSeconds(Long.parseLong(argument));
    }

    private void run(Duration warmUp, Duration time, long requests) throws Exception {
        load("warm-up", warmUp, 0, List.of("lamp"));
        Look before = steady();
        // Other items too: what a service keeps for each item that it has seen is a leak that shows.
        load("soak", time, requests, List.of("lamp", "chair", "desk", "shelf", "mirror", "rug", "clock", "vase"));
        Look after = settled(before);
        compare(before, after);
    }

    private void load(String name, Duration time, long requests, List<String> items) throws InterruptedException {
        Tally tally = new Tally();
        List<Client> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(port, tally, items, i);
            clients.add(client);
            threads.add(new Thread(client, "client-" + i));
        }
        long start = System.nanoTime();
        threads.forEach(Thread::start);
        long told = start;
        while (System.nanoTime() - start < time.toNanos() || tally.requests() < requests) {
            Thread.sleep(100);
            if (System.nanoTime() - told > TELL.toNanos()) {
                told = System.nanoTime();
                System.out.printf("    %d s: %d requests%n", (told - start) / 1_000_000_000, tally.requests());
            }
        }
        clients.forEach(Client::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf("    %s, %d s: %s%n", name, (System.nanoTime() - start) / 1_000_000_000, tally);
        if (tally.wrong() > 0) {
            faults.add(tally.wrong() + " requests of clients that behave went wrong in the " + name);
            tally.complaints().forEach(faults::add);
        }
    }

    /** The service once no request is live and no thread has gone for a while. */
    private Look steady() throws Exception {
        long end = System.nanoTime() + SETTLE.toNanos();
        Look look = Look.at(pid, ctxinspect);
        long since = System.nanoTime();
        while ((look.liveRequests() > 0 || System.nanoTime() - since < STEADY.toNanos())
                && System.nanoTime() - end < 0) {
            Thread.sleep(1_000);
            Look next = Look.at(pid, ctxinspect);
            since = next.threads().equals(look.threads()) ? since : System.nanoTime();
            look = next;
        }
        return look;
    }

    /** The service as soon as there is no fault, or after a while. */
    private Look settled(Look before) throws Exception {
        long end = System.nanoTime() + SETTLE.toNanos();
        Look look = Look.at(pid, ctxinspect);
        while (!faults(before, look).isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(1_000);
            look = Look.at(pid, ctxinspect);
        }
        return look;
    }

    private void compare(Look before, Look after) {
        Table table = new Table("what is left", "after the warm-up", "at the end");
        row(table, "live contexts", before.liveContexts(), after.liveContexts());
        row(table, "live contexts of requests", before.liveRequests(), after.liveRequests());
        row(table, "threads", before.threads().size(), after.threads().size());
        for (String type : List.of(
                HANDED,
                "io.ctxagent.boot.IncomingRequest",
                "io.ctxagent.boot.Resender$Entry",
                "io.ctxagent.context.TimedNode",
                "io.ctxagent.context.KindNode")) {
            row(table, type, before.count(type), after.count(type));
        }
        row(table, "objects of the agent and the library", ours(before), ours(after));
        row(table, "heap after a collection, KB", before.bytes() / 1024, after.bytes() / 1024);
        table.print(System.out);
        faults.addAll(faults(before, after));
    }

    private static void row(Table table, String what, long before, long after) {
        table.row(List.of(what, String.valueOf(before), String.valueOf(after)));
    }

    private static boolean isOurs(String type) {
        return type.startsWith("io.ctxagent.boot.") || type.startsWith("io.ctxagent.context.");
    }

    private static long ours(Look look) {
        return look.instances().entrySet().stream()
                .filter(each -> isOurs(each.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static List<String> faults(Look before, Look after) {
        List<String> faults = new ArrayList<>();
        if (after.liveRequests() > 0) {
            faults.add(after.liveRequests() + " contexts of requests are live");
        }
        if (after.liveContexts() > before.liveContexts()) {
            faults.add("there are " + (after.liveContexts() - before.liveContexts()) + " live contexts more");
        }
        if (after.threads().size() > before.threads().size()) {
            List<String> more = new ArrayList<>(after.threads());
            before.threads().forEach(more::remove);
            faults.add("threads that were not there: " + more);
        }
        long handed = after.count(HANDED) - before.count(HANDED);
        if (handed > 0) {
            faults.add(handed + " entries more for tasks that nobody runs");
        }
        after.instances().forEach((type, count) -> {
            if (isOurs(type) && count > before.count(type) + ROOM) {
                faults.add(type + ": " + before.count(type) + " objects before, " + count + " after");
            }
        });
        if (after.bytes() > before.bytes() * MOST_HEAP) {
            faults.add("the heap has grown from " + before.bytes() + " to " + after.bytes() + " bytes");
        }
        return faults;
    }
}
