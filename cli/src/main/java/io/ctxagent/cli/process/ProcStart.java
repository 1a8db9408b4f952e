package io.ctxagent.cli.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** When a process started, by {@code /proc/PID/stat} and {@code /proc/stat}; {@link ProcessHandle} would start a pool of threads first. */
final class ProcStart {

    /** What proc_pid_stat(5) counts time in: USER_HZ, on every machine that there is a JDK 17 for. */
    private static final long TICKS_PER_SECOND = 100;

    /** Of {@code starttime}, after the name of the program: the 22nd field of all. */
    private static final int START = 19;

    private static final String BOOT = "\nbtime ";

    private ProcStart() {}

    /** Since the epoch; 0 where that is not known. */
    static long millis(Path directory) {
        try {
            String own = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The program's name is in brackets, and may be of anything.
            String[] fields = own.substring(own.lastIndexOf(')') + 2).split(" ", -1);
            String all = Files.readString(directory.resolveSibling("stat"), StandardCharsets.ISO_8859_1);
            int boot = all.indexOf(BOOT) + BOOT.length();
            long bootSeconds = Long.parseLong(all.substring(boot, all.indexOf('\n', boot)));
            return bootSeconds * 1000 + Long.parseLong(fields[START]) * 1000 / TICKS_PER_SECOND;
        } catch (IOException | RuntimeException e) {
            return 0; // it has ended, or this is no Linux
        }
    }
}
