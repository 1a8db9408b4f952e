package io.ctxagent.programs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** {@code FileChannel.lock} of files that another process has locked: the channel stays open, and no lock is left. */
final class FileLockCases {

    private FileLockCases() {}

    static List<BlockingCase> all() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path file = Files.createTempFile("lock", "");
            file.toFile().deleteOnExit();
            files.add(file);
        }
        Process holder = hold(files.subList(0, 2));
        FileChannel whole = open(files.get(0));
        FileChannel part = open(files.get(1));
        FileChannel free = open(files.get(2));
        return List.of(
                new BlockingCase(
                                "FileChannel.lock()",
                                "FileChannelImpl.lock",
                                () -> whole.lock().release(),
                                ChannelCases.quietly(() -> release(holder, 0)),
                                () -> leftAlone(whole))
                        .ready(() -> free.lock().release()),
                new BlockingCase(
                                "FileChannel.lock(shared)",
                                "FileChannelImpl.lock",
                                () -> part.lock(3, 4, true).release(),
                                ChannelCases.quietly(() -> release(holder, 1)),
                                () -> leftAlone(part))
                        .ready(() -> free.lock(3, 4, true).release()));
    }

    private static void release(Process holder, int lock) throws IOException {
        holder.getOutputStream().write(lock);
        holder.getOutputStream().flush();
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static String leftAlone(FileChannel channel) throws IOException {
        if (!channel.isOpen()) {
            return "the channel was closed";
        }
        try {
            return channel.tryLock() == null ? "" : "nobody else has the lock";
        } catch (OverlappingFileLockException e) {
            return "the JDK believes that this JVM waits for the lock still";
        }
    }

    /** A JVM that holds the locks until it is told to release one, and at the latest when this one is gone. */
    private static Process hold(List<Path> files) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName()));
        files.forEach(file -> command.add(file.toString()));
        Process holder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(holder::destroy));
        BufferedReader out = holder.inputReader();
        if (!"LOCKED".equals(out.readLine())) {
            throw new IllegalStateException("the other process holds no lock");
        }
        return holder;
    }

    /** Main class of the other process. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws IOException {
            List<FileLock> locks = new ArrayList<>();
            for (String file : args) {
                locks.add(open(new File(file).toPath()).lock());
            }
            System.out.println("LOCKED");
            for (int released = System.in.read(); released >= 0; released = System.in.read()) {
                locks.get(released).release();
            }
        }
    }
}
