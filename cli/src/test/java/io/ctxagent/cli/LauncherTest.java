package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's archive of loaded classes: it is made behind the first run, and whatever is wrong with it costs only time. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
@Tag("one-jdk")
class LauncherTest {

    @TempDir
    private Path directory;

    private Path launcher;
    private Path shop;

    /** A {@code nice} that is not: beside other tests an archive would take a minute. */
    private Path hurried;

    @BeforeEach
    void install() throws IOException {
        Path home = directory.resolve("home");
        TestJars.library(home.resolve("lib"));
        launcher = Files.createDirectories(home.resolve("bin")).resolve("ctxinspect");
        Files.copy(Path.of("src/main/dist/bin/ctxinspect"), launcher);
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        shop = Cli.file("shop.json", directory);
        hurried = Files.createDirectory(directory.resolve("hurried"));
        Path nice = Files.writeString(hurried.resolve("nice"), "#!/bin/sh\nexec \"$@\"\n");
        assertThat(nice.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void the_second_run_takes_its_classes_from_the_archive_that_the_first_began() throws Exception {
        Path cache = directory.resolve("a cache");
        String tree = run(cache).succeeded().out();
        assertThat(tree).startsWith("background c1");

        Path kept = cache.resolve("ctxinspect");
        await().atMost(Duration.ofSeconds(100)).until(() -> archives(kept).size() == 1 && isQuiet(kept));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rwx------");
        Path archive = archives(kept).get(0);

        Path log = directory.resolve("loaded.txt");
        Path mapped = directory.resolve("mapped.txt");
        Cli.Result second = run(cache, "-Xlog:class+load:file=" + log, "-Xlog:cds:file=" + mapped);
        assertThat(second.succeeded().out()).isEqualTo(tree);
        if (Runtime.version().feature() < 25) {
            assertThat(Files.readString(mapped))
                    .as("the modules come from the archive, and nothing is copied")
                    .contains("full module graph: enabled")
                    .doesNotContain("alternative address");
        }
        assertThat(Files.readString(log))
                .containsPattern("io\\.ctxagent\\.cli\\.CtxInspect source: shared objects file")
                .as("an annotation that is read is a proxy, whose class is made anew")
                .doesNotContain("__dynamic_proxy__");

        byte[] whole = Files.readAllBytes(archive);
        byte[] garbage = new byte[whole.length];
        new Random(1).nextBytes(garbage);
        replace(archive, garbage);
        assertThat(run(cache).succeeded().out()).as("garbage").isEqualTo(tree);

        replace(archive, whole);
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(run(cache, "-Xlog:class+load:file=" + log).succeeded().out()).isEqualTo(tree);
        assertThat(Files.readString(log))
                .as("others may look into its directory")
                .containsPattern("io\\.ctxagent\\.cli\\.CtxInspect source: (jar:)?file:");

        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwx------"));
        replace(archive, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(run(cache).succeeded().out()).as("cut off").isEqualTo(tree);
        await().atMost(Duration.ofSeconds(100))
                .until(() -> archives(kept).size() == 1
                        && isQuiet(kept)
                        && Files.size(archives(kept).get(0)) > whole.length / 2);
    }

    @Test
    void an_installation_that_was_replaced_gets_an_archive_of_its_own() throws Exception {
        Path cache = directory.resolve("cache");
        String tree = run(cache).succeeded().out();
        Path kept = cache.resolve("ctxinspect");
        await().atMost(Duration.ofSeconds(100)).until(() -> archives(kept).size() == 1 && isQuiet(kept));
        FileTime made = Files.getLastModifiedTime(archives(kept).get(0));

        Path jar = directory.resolve("home/lib/CtxInspect.jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
        assertThat(Files.getLastModifiedTime(jar)).isGreaterThan(made);
        Path log = directory.resolve("loaded.txt");
        assertThat(run(cache, "-Xlog:class+load:file=" + log).succeeded().out()).isEqualTo(tree);
        assertThat(Files.readString(log))
                .as("what is of the old one is not asked")
                .containsPattern("io\\.ctxagent\\.cli\\.CtxInspect source: (jar:)?file:");

        await().atMost(Duration.ofSeconds(100))
                .until(() -> archives(kept).size() == 1
                        && isQuiet(kept)
                        && Files.getLastModifiedTime(archives(kept).get(0)).compareTo(made) > 0);
        assertThat(run(cache, "-Xlog:class+load:file=" + log).succeeded().out()).isEqualTo(tree);
        assertThat(Files.readString(log))
                .containsPattern("io\\.ctxagent\\.cli\\.CtxInspect source: shared objects file");
    }

    /** Else what Java opens next is where it takes standard output or error to be. */
    @Test
    void what_is_closed_is_not_given_to_the_next_file() throws Exception {
        Path home = Files.createDirectories(directory.resolve("jdk/bin")).getParent();
        Path java = Files.writeString(
                home.resolve("bin/java"),
                "#!/bin/sh\nfor i in 0 1 2; do seen=\"$seen $(readlink /proc/$$/fd/$i)\"; done\necho $seen >\"$SEEN\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Path seen = directory.resolve("seen");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec \"$0\" tree x <&- >&- 2>&-", launcher.toString());
        builder.environment().put("JAVA_HOME", home.toString());
        builder.environment().put("SEEN", seen.toString());
        assertThat(builder.start().waitFor()).isZero();
        assertThat(seen).hasContent("/dev/null /dev/null /dev/null");
    }

    @Test
    void standard_output_that_is_closed_is_an_error() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                "sh", "-c", "exec \"$0\" tree \"file:$1\" >&-", launcher.toString(), shop.toString());
        Process process = builder.start();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ctxinspect: cannot write the result: Bad file descriptor\n");
        assertThat(process.waitFor()).isEqualTo(70);
    }

    @Test
    void a_directory_that_was_deleted_is_no_reason_not_to_start() throws Exception {
        Path deleted = directory.resolve("deleted");
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "mkdir \"$1\" && cd \"$1\" && rmdir \"$1\" && exec \"$2\" tree \"file:$3\"",
                "sh",
                deleted.toString(),
                launcher.toString(),
                shop.toString());
        assertThat(run(builder, directory.resolve("cache")).out()).startsWith("background c1");
    }

    @Test
    void too_little_memory_is_an_internal_error_and_one_line() throws Exception {
        Path large = directory.resolve("large.json");
        String name = "n".repeat(30_000); // of many contexts a part would be shown
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(large))) {
            String json = Files.readString(shop);
            String list = "\"contexts\":[";
            int first = json.indexOf(list) + list.length();
            out.write(json.substring(0, first).getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 1_000; i++) {
                out.write(("{\"id\":\"x" + i + "\",\"name\":\"" + i + name
                                + "\",\"kind\":\"request\",\"state\":\"live\",\"ageMillis\":1},")
                        .getBytes(StandardCharsets.UTF_8));
            }
            out.write(json.substring(first).getBytes(StandardCharsets.UTF_8));
        }
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "tree", "file:" + large);
        assertThat(run(builder, Path.of("/proc/none"), "-Xmx12m").failedWith(70).err())
                .contains("MiB, is too little for this; CTXINSPECT_OPTS=-Xmx");
    }

    @Test
    void a_java_that_cannot_start_is_an_internal_error_and_one_line() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -v 200000 && exec \"$1\" tree \"file:$2\"",
                "sh",
                launcher.toString(),
                shop.toString());
        assertThat(run(builder, Path.of("/proc/none")).failedWith(70).err())
                .isEqualTo(
                        "ctxinspect: Java does not start with 200000 KiB of address space; raise the limit (ulimit -v)\n");
        ProcessBuilder enough = new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -v 100000000 && exec \"$1\" tree \"file:$2\"",
                "sh",
                launcher.toString(),
                shop.toString());
        assertThat(run(enough, Path.of("/proc/none")).succeeded().out()).startsWith("background c1");
    }

    @Test
    void without_a_place_for_it_there_is_none() throws Exception {
        assertThat(run(Path.of("/proc/none")).succeeded().out()).startsWith("background c1");
        assertThat(run(Path.of("relative")).succeeded().out()).startsWith("background c1");
    }

    private static boolean isQuiet(Path kept) {
        return !Files.exists(kept.resolve("making"));
    }

    private static void replace(Path archive, byte[] bytes) throws IOException {
        Files.delete(archive);
        Files.write(archive, bytes);
    }

    private static List<Path> archives(Path kept) throws IOException {
        if (!Files.isDirectory(kept)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(kept)) {
            return files.filter(file -> file.toString().endsWith(".archive")).toList();
        }
    }

    private Cli.Result run(Path cache, String... options) throws Exception {
        return run(new ProcessBuilder(launcher.toString(), "tree", "file:" + shop), cache, options);
    }

    private Cli.Result run(ProcessBuilder builder, Path cache, String... options) throws Exception {
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", hurried.toString(), (path, first) -> first + File.pathSeparator + path);
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        builder.environment().put("CTXINSPECT_OPTS", String.join(" ", options));
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Cli.Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
