import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;

/**
 * Has the agent weave, on each JDK that is found here, the classes of the JDK that it has hooks in, and keeps what was put into
 * them: files for {@code woven.pack}, which {@code io.ctxagent.instrument.cache.ShippedClasses} reads. They are taken from the
 * cache file that a start leaves (see {@code CacheRecords}), so nothing is woven in another way than a start would. Run by the
 * build.
 *
 * <pre>java -cp CLASSES Shipper AGENT-JAR TO-JAR      the JDK that runs this, and those in the folders beside it</pre>
 *
 * Only differences are kept, no class of a JDK's.
 */
public final class Shipper {

    /** JDKs whose hooks are known. */
    private static final List<String> FEATURES = List.of("17", "21", "25");

    /** The kind of record that a cache file begins with. */
    private static final int TITLE = 0x43545832;

    private static final int LEAST_COPY = 16;

    private Shipper() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("load")) {
            load(args[1]);
            return;
        }
        Map<String, byte[]> files = new TreeMap<>();
        Path scratch = Files.createTempDirectory("shipper");
        try {
            for (Path jdk : jdks()) {
                try {
                    Map<String, byte[]> once = woven(jdk, Path.of(args[0]), Files.createTempDirectory(scratch, ""));
                    Map<String, byte[]> again = woven(jdk, Path.of(args[0]), Files.createTempDirectory(scratch, ""));
                    // The rest comes in another form at each start.
                    once.keySet().retainAll(again.keySet());
                    System.out.println(jdk + ": " + once.size() + " woven classes");
                    files.putAll(once);
                } catch (IOException e) {
                    System.out.println(jdk + ": left out, " + e.getMessage());
                }
            }
        } finally {
            try (Stream<Path> all = Files.walk(scratch)) {
                all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
            }
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry("ship/" + file.getKey()));
                out.write(file.getValue());
            }
        }
    }

    /** Before the agent, so that it meets the classes as the JVM puts them together when they are loaded already. */
    public static void premain(String names) throws IOException {
        load(names);
    }

    private static void load(String names) throws IOException {
        for (String name : Files.readAllLines(Path.of(names))) {
            try {
                Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                // Not in this JDK, or not to be loaded so early.
            }
        }
    }

    private static Set<Path> jdks() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        Set<Path> found = new LinkedHashSet<>(List.of(own));
        try (Stream<Path> beside = Files.list(own.getParent())) {
            for (Path home : beside.sorted().toList()) {
                if (Files.isExecutable(home.resolve("bin").resolve("java")) && FEATURES.contains(feature(home))) {
                    found.add(home.toRealPath());
                }
            }
        }
        return found;
    }

    private static String feature(Path jdk) throws IOException {
        Path file = jdk.resolve("release");
        Properties release = new Properties();
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                release.load(in);
            }
        }
        return release.getProperty("JAVA_VERSION", "").replace("\"", "").split("\\.")[0];
    }

    private static Map<String, byte[]> woven(Path jdk, Path agent, Path folder) throws Exception {
        String feature = feature(jdk);
        Path names = Files.createTempFile("names", "");
        Path early = Files.createTempFile("early", ".jar");
        try {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue("Premain-Class", Shipper.class.getName());
            new JarOutputStream(Files.newOutputStream(early), manifest).close();
            String with = "-javaagent:" + agent.toAbsolutePath() + "=cache=" + folder;
            Map<String, byte[]> files = new TreeMap<>();
            start(jdk, names, with);
            read(folder, feature, files, names);
            start(jdk, names, with);
            start(jdk, names, "-javaagent:" + early + "=" + names, with);
            read(folder, feature, files, names);
            return files;
        } finally {
            Files.delete(names);
            Files.delete(early);
        }
    }

    private static void start(Path jdk, Path names, String... agents) throws Exception {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin").resolve("java").toString()));
        command.addAll(List.of(agents));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "Shipper", "load", names.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("CTX_AGENT_")
                || name.equals("JAVA_TOOL_OPTIONS") || name.equals("JDK_JAVA_OPTIONS"));
        if (builder.start().waitFor() != 0) {
            throw new IOException(jdk + " could not be started with the agent");
        }
    }

    private static void read(Path folder, String feature, Map<String, byte[]> files, Path names) throws IOException {
        byte[] bytes;
        try (Stream<Path> all = Files.list(folder)) {
            bytes = Files.readAllBytes(all.filter(path -> path.toString().endsWith(".woven")).findFirst().orElseThrow(
                    () -> new IOException("no cache file is left in " + folder)));
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String place = "";
        while (in.available() > 0) {
            int kind = in.readInt();
            byte[] head = new byte[in.readInt()];
            in.readInt();
            byte[] body = new byte[in.readInt()];
            in.readFully(head);
            in.readFully(body);
            if (kind == TITLE) {
                place = addHooks(head, feature, files, names);
            } else {
                addClass(head, body, place, files);
            }
        }
    }

    /** The title: a recipe, whose first line is the agent's build, and the list of hooks. Returns the folder of the classes. */
    private static String addHooks(byte[] head, String feature, Map<String, byte[]> files, Path names) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(head));
        String folder = "woven/" + in.readUTF().lines().findFirst().orElseThrow() + "/" + feature + "/";
        files.put(folder + "hooks", Arrays.copyOfRange(head, head.length - in.available(), head.length));
        Set<String> classes = new LinkedHashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            in.readUTF();
            classes.add(in.readUTF());
            in.readUTF();
        }
        Files.write(names, classes);
        return folder;
    }

    private static void addClass(byte[] head, byte[] body, String folder, Map<String, byte[]> files) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(head));
        in.readInt();
        String name = in.readUTF();
        int length = in.readInt();
        if (name.indexOf(' ') >= 0) {
            // Of an application.
            return;
        }
        int sum = in.readInt();
        int wovenSum = in.readInt();
        byte[] original = Arrays.copyOf(body, length);
        byte[] woven = Arrays.copyOfRange(body, length, body.length);
        CRC32C second = new CRC32C();
        second.update(original);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(woven.length);
        out.writeInt(wovenSum);
        out.write(head, head.length - in.available(), in.available());
        writeDifference(original, woven, out);
        files.put(
                folder + name + " " + length + " " + Integer.toHexString(sum) + " "
                        + Integer.toHexString((int) second.getValue()),
                file.toByteArray());
    }

    /** In turns what is copied from the original and what is not in it. */
    private static void writeDifference(byte[] original, byte[] woven, DataOutputStream out) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        for (int i = original.length - LEAST_COPY; i >= 0; i--) {
            places.put(key(original, i), i);
        }
        int at = 0;
        int next = 0;
        while (at < woven.length) {
            // Where the last copy ended, if it goes on there: what was put in is in between.
            int from = same(original, next, woven, at) >= LEAST_COPY ? next : places.getOrDefault(key(woven, at), next);
            int length = same(original, from, woven, at);
            length = length < LEAST_COPY ? 0 : length;
            int begin = at + length;
            int end = begin;
            while (end < woven.length && !places.containsKey(key(woven, end))) {
                end++;
            }
            out.writeInt(length == 0 ? 0 : from);
            out.writeInt(length);
            out.writeInt(end - begin);
            out.write(woven, begin, end - begin);
            at = end;
            next = from + length;
        }
    }

    private static String key(byte[] bytes, int at) {
        int length = Math.min(LEAST_COPY, bytes.length - at);
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    }

    private static int same(byte[] original, int from, byte[] woven, int at) {
        int length = 0;
        while (from + length < original.length && at + length < woven.length && original[from + length] == woven[at + length]) {
            length++;
        }
        return length;
    }
}
