package io.ctxagent.cli.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds JVMs in {@code /proc}. */
public final class JvmProcesses {

    /** Makes the archive behind the first run of ctxinspect, for some seconds: nobody's application. */
    private static final String REHEARSAL = "io.ctxagent.cli.Rehearsal";

    private final Path proc;

    public JvmProcesses() {
        this(Path.of("/proc"));
    }

    JvmProcesses(Path proc) {
        this.proc = proc;
    }

    /** Whether this system has what everything here reads. */
    public boolean available() {
        return Files.isReadable(proc.resolve("self/status"));
    }

    /** The process with this id, which may not exist. */
    public JvmProcess process(long pid) {
        return new JvmProcess(pid, proc.resolve(Long.toString(pid)));
    }

    /** The process that asks. */
    public JvmProcess self() {
        return process(selfPid());
    }

    /** The JVMs of this user, of everybody for root, by ascending id and without the one that asks. */
    public List<JvmProcess> visible() throws IOException {
        long self = selfPid();
        int uid = self().uid();
        List<JvmProcess> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path entry : entries) {
                JvmProcess process = process(Long.parseLong(String.valueOf(entry.getFileName())));
                if (process.pid() != self && ofInterest(process, uid)) {
                    found.add(process);
                }
            }
        }
        found.sort(Comparator.comparingLong(JvmProcess::pid));
        return found;
    }

    // ProcessHandle would start a pool of threads to tell it.
    private static long selfPid() {
        try {
            return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
        } catch (IOException | NumberFormatException e) {
            return ProcessHandle.current().pid();
        }
    }

    private static boolean ofInterest(JvmProcess process, int uid) {
        try {
            return (uid == 0 || process.uid() == uid)
                    && process.isJvm()
                    && !process.mainClass().equals(REHEARSAL);
        } catch (IOException e) {
            return false; // ended meanwhile, or not ours to look at
        }
    }
}
