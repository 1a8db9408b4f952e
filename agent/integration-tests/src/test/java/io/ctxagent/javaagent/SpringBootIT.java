package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An application of Spring Boot's, with the Tomcat that it brings: compiled here, because nothing else wants Spring. */
@Tag("one-jdk")
@Execution(ExecutionMode.CONCURRENT)
class SpringBootIT {

    private static final String APPLICATION = """
        package shop;

        import io.ctxagent.context.Context;
        import java.util.concurrent.LinkedBlockingQueue;
        import org.springframework.boot.Banner;
        import org.springframework.boot.SpringApplication;
        import org.springframework.boot.autoconfigure.SpringBootApplication;
        import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
        import org.springframework.web.bind.annotation.GetMapping;
        import org.springframework.web.bind.annotation.RestController;
        import org.springframework.web.context.request.async.DeferredResult;

        @SpringBootApplication
        @RestController
        public class Main {
            private volatile DeferredResult<String> later;
            private volatile Context kept;

            public static void main(String[] args) throws Exception {
                SpringApplication application = new SpringApplication(Main.class);
                application.setBannerMode(Banner.Mode.OFF);
                var context = application.run("--server.port=0", "--server.address=127.0.0.1");
                int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
                System.out.println("PORT " + port);
            }

            @GetMapping("/who")
            public String who() {
                return Context.current().toString();
            }

            @GetMapping("/block")
            public String block() {
                System.out.println("BLOCK");
                try {
                    new LinkedBlockingQueue<>().take();
                    return "an element";
                } catch (InterruptedException e) {
                    System.out.println("BLOCKED " + e.getCause().getMessage());
                    return e.getCause().getMessage();
                }
            }

            @GetMapping("/later")
            public DeferredResult<String> later() {
                kept = Context.current();
                later = new DeferredResult<>(60_000L);
                System.out.println("LATER");
                return later;
            }

            @GetMapping("/kept/later")
            public String state() {
                return kept.isDone() ? kept.err().getMessage() : "live";
            }

            @GetMapping("/finish")
            public String finish() {
                later.setResult("finished under " + kept.isDone());
                return "done";
            }
        }
        """;

    @TempDir
    private Path folder;

    @Test
    void itsControllersRunUnderTheRequestsContext() throws Exception {
        String classPath = compile();
        List<String> flags = List.of("-javaagent:" + ChildJvm.AGENT, "-cp", classPath, "shop.Main");
        try (HttpChild child = new HttpChild(ChildJvm.java(flags))) {
            assertThat(child.get("/who")).isEqualTo("200 context.UntilShutdown.request[GET /who]");
            Socket blocked = child.connect();
            HttpChild.send(blocked, HttpChild.head("GET", "/block"));
            child.await("BLOCK");
            blocked.close();
            child.await("BLOCKED context canceled");
            try (Socket later = child.connect()) {
                HttpChild.send(later, HttpChild.head("GET", "/later"));
                child.await("LATER");
                child.awaitKept("later", "live");
                assertThat(child.get("/finish")).isEqualTo("200 done");
                assertThat(HttpChild.answer(later)).isEqualTo("200 finished under false");
                child.awaitKept("later", "context canceled");
            }
        }
    }

    @Test
    void aDeadlineEndsTheCallOfAControllerAndItsAnswerGoesOut() throws Exception {
        List<String> flags =
                List.of("-javaagent:" + ChildJvm.AGENT + "=http.timeout=400ms", "-cp", compile(), "shop.Main");
        try (HttpChild child = new HttpChild(ChildJvm.java(flags))) {
            assertThat(child.get("/block")).isEqualTo("200 context deadline exceeded");
        }
    }

    private String compile() throws IOException {
        Path source = folder.resolve("shop/Main.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, APPLICATION);
        String libraries = api() + File.pathSeparator + spring();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-parameters", "-cp", libraries, "-d", folder.toString(), source.toString());
        assertThat(compiled).isZero();
        return folder + File.pathSeparator + libraries;
    }

    private static String spring() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target", "spring-boot").toAbsolutePath())) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static String api() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("/context/target") || entry.contains("/ctx-context"))
                .findFirst()
                .orElseThrow();
    }
}
