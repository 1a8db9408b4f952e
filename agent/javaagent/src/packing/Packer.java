import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes a pack, which {@code io.ctxagent.javaagent.Pack} reads, of the files of a jar. Run by the build from its source.
 *
 * <pre>java Packer.java JAR PACK             all files, each deflated
 * java Packer.java JAR PACK LIST        those that start with a line of the list, as they are</pre>
 *
 * The first folder of a path, {@code inst/} or {@code boot/}, is left out. What tells builds of {@code boot/} apart is added as
 * the file {@code bridge-id}.
 */
final class Packer {

    private static final int INDEX_ENTRY = 16;
    private static final String BRIDGE = "boot/";

    private record Packed(String path, byte[] bytes, int size) {}

    private Packer() {}

    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        List<String> starts = args.length > 2 ? Files.readAllLines(Path.of(args[2])) : null;
        List<Packed> files = new ArrayList<>();
        Set<String> unused = starts == null ? new HashSet<>() : new HashSet<>(starts);
        Map<String, byte[]> bridge = new TreeMap<>();
        try (ZipFile jar = new ZipFile(args[0])) {
            for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.isDirectory() || entry.getName().startsWith("META-INF/")) {
                    continue;
                }
                byte[] bytes = bytes(jar, entry);
                String path = entry.getName().substring(entry.getName().indexOf('/') + 1);
                if (entry.getName().startsWith(BRIDGE)) {
                    bridge.put(path, bytes);
                }
                String start = starts == null ? null : start(starts, path);
                if (starts == null || start != null) {
                    unused.remove(start);
                    files.add(new Packed(path, starts == null ? deflated(bytes) : bytes, bytes.length));
                }
            }
        }
        byte[] id = checksum(bridge);
        files.add(new Packed("bridge-id", id, id.length));
        if (!unused.isEmpty()) {
            throw new IOException(args[2] + " names what is not there: " + unused);
        }
        write(files, Path.of(args[1]));
    }

    private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static byte[] checksum(Map<String, byte[]> files) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        files.forEach((path, bytes) -> {
            digest.update(path.getBytes(StandardCharsets.ISO_8859_1));
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String start(List<String> starts, String path) {
        return starts.stream().filter(path::startsWith).findFirst().orElse(null);
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            deflated.write(bytes);
        }
        // What does not shrink is left as it is; equal lengths say so.
        return out.size() < bytes.length ? out.toByteArray() : bytes;
    }

    private static void write(List<Packed> files, Path pack) throws IOException {
        files.sort(Comparator.comparingInt((Packed file) -> file.path().hashCode()).thenComparing(Packed::path));
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(pack))) {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            out.writeInt(files.size());
            int begin = Integer.BYTES + INDEX_ENTRY * files.size();
            for (Packed file : files) {
                byte[] name = file.path().getBytes(StandardCharsets.ISO_8859_1);
                out.writeInt(file.path().hashCode());
                out.writeInt(begin + data.size());
                out.writeInt(name.length);
                out.writeInt(file.size());
                new DataOutputStream(data).writeInt(file.bytes().length);
                data.writeBytes(name);
                data.writeBytes(file.bytes());
            }
            data.writeTo(out);
        }
    }
}
