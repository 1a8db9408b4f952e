package io.ctxagent.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JVM of another user in a container, as {@code /proc} would show it; pid 4711. */
public final class FakeProc {

    private FakeProc() {}

    /** Writes it below {@code proc}; its files are in {@code 4711/root}. */
    public static JvmProcess jvm(Path proc, String jdk, String... commandLine) throws IOException {
        Path directory = Files.createDirectories(proc.resolve("4711"));
        Files.createDirectories(directory.resolve("ns"));
        Files.deleteIfExists(directory.resolve("ns/mnt"));
        Files.createSymbolicLink(directory.resolve("ns/mnt"), Path.of("mnt:[1]"));
        Files.createDirectories(directory.resolve("root/tmp"));
        Path home = Files.createDirectories(directory.resolve("root/jdk"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + jdk + "\"\n");
        Files.writeString(directory.resolve("maps"), "7f00-7f01 r-xp 00000000 08:01 42   /jdk/lib/server/libjvm.so\n");
        Files.writeString(directory.resolve("cmdline"), String.join("\0", commandLine) + "\0");
        Files.writeString(directory.resolve("environ"), "PATH=/bin\0");
        Files.createDirectories(directory.resolve("fd"));
        Files.writeString(
                directory.resolve("limits"),
                "Max open files            1024                 4096                 files\n");
        Files.writeString(
                directory.resolve("status"),
                "State:\tS\nTgid:\t4711\nPid:\t4711\nUid:\t1000\t1001\t1002\t1003\nNSpid:\t4711\t17\nSigCgt:\t4\n");
        return new JvmProcesses(proc).process(4711);
    }
}
