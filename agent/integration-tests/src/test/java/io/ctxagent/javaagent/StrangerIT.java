package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.ServiceProgram;
import io.ctxagent.programs.StrangerProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Another user, for whom the directory of the socket is only the first door. It is opened here, as a careless administrator would, to
 * see that the second one is shut: who asks is known from the kernel. Only root can be two users.
 */
class StrangerIT {

    private static final List<String> NAMELESS = List.of("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups");

    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private final SocketDirectories directories = new SocketDirectories();

    private Path classes;

    @BeforeEach
    void copyWhatNobodyMayRead() throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        assumeThat(Path.of("/usr/bin/setpriv")).exists();
        classes = Files.createTempDirectory(
                Path.of("/tmp"),
                "stranger-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        String name = StrangerProgram.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(classes.resolve(name).getParent());
        try (var in = StrangerProgram.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(in, classes.resolve(name));
        }
    }

    @AfterEach
    void delete() throws IOException {
        if (classes != null) {
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void anotherUserIsCutOffAlsoWhereTheDirectoryIsOpen() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            Path socket = Path.of(((AttachReply.Listening) Inspection.attach(jvm, "")).socket());
            assertThat(asked(NOBODY, socket)).as("the first door").doesNotContain("CONNECTED");

            open(socket);
            assertThat(asked(NOBODY, socket)).as("the second").contains("CONNECTED", "ANSWERED 0");
            assertThat(asked(List.of(), socket)).as("and this user").contains("CONNECTED", "ANSWERED 1");
        }
    }

    /** As in a container: its JVM says that it is {@code ?}. Users are known by their numbers. */
    @Test
    void aUserWithoutANameIsLetInAndNobodyElse() throws Exception {
        Path agent = Files.copy(ChildJvm.AGENT, classes.resolve("ctx-agent.jar"));
        Process jvm = new ProcessBuilder(
                        java(NAMELESS, "-javaagent:" + agent + "=socket=start", StrangerProgram.class.getName()))
                .directory(classes.toFile())
                .start();
        try {
            Path socket = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> socket(jvm.pid()), Optional::isPresent)
                    .orElseThrow();
            assertThat(asked(NAMELESS, socket)).contains("CONNECTED", "ANSWERED 1");
            open(socket);
            assertThat(asked(NOBODY, socket)).contains("CONNECTED", "ANSWERED 0");
        } finally {
            jvm.getOutputStream().close();
            jvm.waitFor();
        }
    }

    /** An application may call itself what it likes. */
    @Test
    void whoWeAreIsNotWhatAPropertySays() throws Exception {
        try (ChildJvm jvm =
                ChildJvm.start(List.of("-Duser.name=nobody", "-javaagent:" + ChildJvm.AGENT), ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            Path socket = Path.of(((AttachReply.Listening) Inspection.attach(jvm, "")).socket());
            open(socket);
            assertThat(asked(List.of(), socket)).contains("CONNECTED", "ANSWERED 1");
            assertThat(asked(NOBODY, socket)).contains("CONNECTED", "ANSWERED 0");
        }
    }

    private Optional<Path> socket(long pid) {
        return directories.of(pid).stream()
                .map(path -> path.resolve("socket"))
                .filter(Files::exists)
                .findFirst();
    }

    private static void open(Path socket) throws IOException {
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private List<String> java(List<String> as, String... arguments) {
        List<String> command = new ArrayList<>(as);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classes.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> asked(List<String> as, Path socket) throws Exception {
        List<String> command = java(as, StrangerProgram.class.getName(), socket.toString());
        Process process = new ProcessBuilder(command)
                .directory(classes.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out.lines().toList();
    }
}
