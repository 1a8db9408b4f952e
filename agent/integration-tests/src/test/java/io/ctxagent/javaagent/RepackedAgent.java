package io.ctxagent.javaagent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;

/** Copies of the shipped jar in which files of the start are others, made by the packer of the build. */
final class RepackedAgent {

    private static final Path BEFORE_PACKING = ChildJvm.AGENT.resolveSibling("packed.jar");

    private RepackedAgent() {}

    /**
     * @param contents by file, with the folder that it has before it is packed
     */
    static Path copy(Path to, Map<String, byte[]> contents) throws IOException, InterruptedException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        Path unpacked = Files.createTempFile("unpacked", ".jar");
        Path pack = Files.createTempFile("start", ".pack");
        try {
            replace(contents, unpacked);
            pack(unpacked, pack);
            Files.copy(ChildJvm.AGENT, to, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem jar = FileSystems.newFileSystem(to)) {
                Files.copy(pack, jar.getPath("start.pack"), StandardCopyOption.REPLACE_EXISTING);
            }
            return to;
        } finally {
            Files.delete(unpacked);
            Files.delete(pack);
        }
    }

    private static void replace(Map<String, byte[]> contents, Path to) throws IOException {
        Set<String> missing = new HashSet<>(contents.keySet());
        try (JarFile shipped = new JarFile(BEFORE_PACKING.toFile());
                OutputStream bytes = Files.newOutputStream(to);
                JarOutputStream out = new JarOutputStream(bytes)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Enumeration<JarEntry> entries = shipped.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                out.putNextEntry(new JarEntry(entry.getName()));
                byte[] other = contents.get(entry.getName());
                if (other != null) {
                    missing.remove(entry.getName());
                    out.write(other);
                } else {
                    try (InputStream in = shipped.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
                out.closeEntry();
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(missing + " is not in " + BEFORE_PACKING);
        }
    }

    private static void pack(Path jar, Path pack) throws IOException, InterruptedException {
        Path sources = Path.of("../javaagent/src/packing");
        Process packer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        sources.resolve("Packer.java").toString(),
                        jar.toString(),
                        pack.toString(),
                        sources.resolve("start.txt").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(packer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (packer.waitFor() != 0) {
            throw new IOException("the packer failed: " + said);
        }
    }
}
