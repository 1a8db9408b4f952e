package io.ctxagent.cli.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code /proc/PID/status}, see proc_pid_status(5). */
final class ProcStatus {

    private static final int SIGQUIT = 3;

    private final Map<String, String> fields = new HashMap<>();

    private ProcStatus() {}

    static ProcStatus read(Path directory) throws IOException {
        ProcStatus status = new ProcStatus();
        for (String line : Files.readAllLines(directory.resolve("status"), StandardCharsets.ISO_8859_1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                status.fields.put(
                        line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return status;
    }

    /** One letter: {@code R}, {@code S}, {@code T} for stopped, {@code t} for traced, {@code Z} for a zombie ... */
    char state() {
        String state = field("State");
        return state.isEmpty() ? '?' : state.charAt(0);
    }

    /** The process that this is a thread of; the pid itself for a process. */
    long threadGroup() {
        return Long.parseLong(field("Tgid"));
    }

    /** The effective user id. */
    int uid() {
        String[] ids = field("Uid").split("\t", -1);
        return Integer.parseInt(ids[1]);
    }

    /** The pid as the process itself sees it, which differs inside a container. */
    long ownPid() {
        String pids = field("NSpid");
        String innermost = pids.substring(pids.lastIndexOf('\t') + 1);
        return innermost.isEmpty() ? Long.parseLong(field("Pid")) : Long.parseLong(innermost);
    }

    /** Whether SIGQUIT has a handler; where it has none, the signal that asks a JVM to listen would kill it. */
    boolean catchesQuit() {
        String caught = field("SigCgt");
        return !caught.isEmpty() && (Long.parseUnsignedLong(caught, 16) >> (SIGQUIT - 1) & 1) == 1;
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
