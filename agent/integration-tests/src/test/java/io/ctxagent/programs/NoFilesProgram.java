package io.ctxagent.programs;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that leaks open files. On its standard input, {@code o} opens files until there are no more and
 * prints {@code OPENED} and how many it were, {@code c} gives them back,
 * and any byte prints {@code CPU} and how many microseconds of processor time the agent's accepting thread has had. Ends when its
 * standard input does.
 */
public final class NoFilesProgram {

    private static final List<InputStream> OPEN = new ArrayList<>();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private NoFilesProgram() {}

    public static void main(String[] args) throws IOException {
        acceptorMicros(); // loads what it needs while there are files
        System.out.println("READY");
        for (int command = System.in.read(); command >= 0; command = System.in.read()) {
            if (command == 'o') {
                openAll();
            } else if (command == 'c') {
                closeAll();
            }
            System.out.println("CPU " + acceptorMicros());
        }
    }

    private static void openAll() {
        int before = OPEN.size();
        try {
            while (true) {
                OPEN.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            System.out.println("OPENED " + (OPEN.size() - before));
        }
    }

    private static void closeAll() throws IOException {
        for (InputStream each : OPEN) {
            each.close();
        }
        OPEN.clear();
    }

    private static long acceptorMicros() {
        for (var thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals("ctx-agent-socket")) {
                return THREADS.getThreadCpuTime(thread.getThreadId()) / 1_000;
            }
        }
        return -1;
    }
}
