package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ctxagent.cli.child.IdleService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Two users, and a container: only root can play both sides, so these tests run where the build is root's. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class OtherSideTest {

    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private Path directory;

    @BeforeEach
    void makeFilesThatNobodyMayRead() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        assumeThat(Path.of("/usr/bin/setpriv")).exists();
        directory = Files.createTempDirectory(
                Path.of("/tmp"),
                "ctxinspect-test-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        TestJars.library(directory.resolve("lib"));
        Path service = directory.resolve("service/io/ctxagent/cli/child/IdleService.class");
        Files.createDirectories(service.getParent());
        Files.copy(TestJars.source(IdleService.class).resolve("io/ctxagent/cli/child/IdleService.class"), service);
    }

    @AfterEach
    void delete() throws IOException {
        if (directory != null) {
            delete(directory);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void the_jvm_of_another_user_is_four_and_names_both() throws Exception {
        try (ChildJvm jvm = ChildJvm.start()) {
            Cli.Result attach = asNobody("attach", jvm.id());
            assertThat(attach.failedWith(4).err())
                    .isEqualTo("ctxinspect: process " + jvm.pid()
                            + " runs as root (uid 0), you are nobody (uid 65534); run: sudo -u root ctxinspect ...\n");
            Cli.Result doctor = asNobody("doctor", jvm.id());
            assertThat(doctor.exitCode()).isEqualTo(4);
            assertThat(doctor.out())
                    .endsWith("FAIL  user        process " + jvm.pid()
                            + " runs as root (uid 0), you are nobody (uid 65534)\n"
                            + "      mend it:    sudo -u root ctxinspect attach " + jvm.pid() + "\n");
        }
    }

    @Test
    void files_that_one_may_not_read_are_four() throws Exception {
        Path reports = Files.createTempDirectory(directory, "reports"); // 0700
        Path report = Cli.file("shop.json", directory);
        Files.setPosixFilePermissions(report, PosixFilePermissions.fromString("rw-------"));

        assertThat(asNobody("check", reports.toString()).failedWith(4).err())
                .contains("you may not read all of " + reports);
        assertThat(asNobody("check", report.toString()).failedWith(4).err()).contains("you may not read " + report);
        assertThat(asNobody("leaks", "file:" + report).failedWith(4).err()).contains("you may not read " + report);
    }

    @Test
    void reports_of_another_user_are_four() throws Exception {
        Path hidden = Files.createDirectory(
                directory.resolve("ctx-leaks"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path report = Cli.file("shop.json", hidden);
        assertThat(asNobody("check", hidden.toString()).failedWith(4).err())
                .startsWith("ctxinspect: you may not read all of ");
        assertThat(asNobody("check", report.toString()).failedWith(4).err())
                .isEqualTo("ctxinspect: you may not look at " + report + "\n");
    }

    private Cli.Result asNobody(String... args) throws Exception {
        List<String> command = new ArrayList<>(AS_NOBODY);
        command.addAll(List.of(ChildJvm.java(), "-cp", directory + "/lib/*", CtxInspect.class.getName()));
        command.addAll(List.of(args));
        Process process =
                new ProcessBuilder(command).directory(directory.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Cli.Result(process.exitValue(), out, err);
    }

    @Test
    void root_attaches_to_the_jvm_of_another_user_with_a_jar_that_only_root_can_read() throws Exception {
        Path hidden = Files.createTempDirectory("ctxinspect-test-"); // 0700
        Path agent = TestJars.agent(hidden.resolve("ctx-agent.jar"));
        try (ChildJvm jvm = ChildJvm.start(AS_NOBODY, directory.resolve("service"))) {
            assertThat(Cli.run("attach", jvm.id(), "--agent-jar", agent.toString())
                            .succeeded()
                            .out())
                    .contains("pid " + jvm.pid());
            assertThat(Cli.run("tree", jvm.id()).succeeded().out()).startsWith("background c1");
            Path other = Files.createFile(directory.resolve("other.jar"));
            assertThat(Cli.run("attach", jvm.id(), "--agent-jar", other.toString())
                            .succeeded()
                            .out())
                    .contains("3 findings");
            try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
                List<Path> copies = files.filter(file -> Files.exists(file.resolve("ctx-agent.jar")))
                        .filter(file -> file.getFileName().toString().startsWith("ctxinspect-" + jvm.pid() + "-"))
                        .toList();
                assertThat(copies).singleElement().satisfies(copy -> {
                    assertThat(Files.getOwner(copy)).hasToString("nobody");
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                            .isEqualTo("rwx------");
                    assertThat(copy).isDirectoryNotContaining(file -> !file.endsWith("ctx-agent.jar"));
                });
                Files.delete(copies.get(0).resolve("ctx-agent.jar"));
                Files.delete(copies.get(0));
            }
            assertThat(Cli.run("ps").out()).containsPattern(jvm.pid() + " +nobody +\\S+ +attached ");
        } finally {
            Files.delete(agent);
            Files.delete(hidden);
        }
    }

    @Test
    void a_jvm_in_a_container_is_reached_through_its_own_files() throws Exception {
        List<String> container = List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                "mount -t tmpfs none /tmp && exec \"$@\"",
                "sh");
        assumeThat(new ProcessBuilder(Stream.concat(container.stream(), Stream.of("true"))
                                .toList())
                        .start()
                        .waitFor())
                .as("may make namespaces")
                .isZero();
        // Under /tmp, which the container does not see.
        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        // The service is where the container sees it, wherever this project was checked out.
        Path seen = Files.createTempDirectory(Path.of("/var/tmp"), "ctxinspect-test-");
        try {
            Path service = seen.resolve("io/ctxagent/cli/child/IdleService.class");
            Files.createDirectories(service.getParent());
            Files.copy(directory.resolve("service/io/ctxagent/cli/child/IdleService.class"), service);
            try (ChildJvm jvm = ChildJvm.start(container, seen)) {
                assertThat(Cli.run("doctor", jvm.id(), "--agent-jar", agent.toString())
                                .succeeded()
                                .out())
                        .contains("it is in a container: calls itself 1, its files are /proc/" + jvm.pid() + "/root\n");
                assertThat(Cli.run("attach", jvm.id(), "--agent-jar", agent.toString())
                                .succeeded()
                                .out())
                        .contains("pid 1  user app", "3 findings");
                assertThat(Cli.run("tree", jvm.id()).succeeded().out()).startsWith("background c1");
                assertThat(Cli.run("ps").out()).containsPattern(jvm.pid() + " +root +\\d\\S+ +attached ");
            }
        } finally {
            delete(seen);
        }
    }
}
