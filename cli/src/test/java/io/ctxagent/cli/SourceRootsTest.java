package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.report.format.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRootsTest {

    @TempDir
    private Path checkout;

    @Test
    void a_file_is_found_in_whichever_module_and_language_has_it() throws IOException {
        file("app/src/main/java/shop/Orders.java");
        file("app/src/test/kotlin/shop/OrdersTest.kt");
        file("src/main/java/Main.java");
        SourceTree tree = SourceRoots.of(checkout, List.of());

        assertThat(tree.locate("shop/Orders.java")).isEqualTo("app/src/main/java/shop/Orders.java");
        assertThat(tree.locate("shop/OrdersTest.kt")).isEqualTo("app/src/test/kotlin/shop/OrdersTest.kt");
        assertThat(tree.locate("Main.java")).isEqualTo("src/main/java/Main.java");
        assertThat(tree.locate("shop/Gone.java")).isEqualTo("shop/Gone.java");
    }

    @Test
    void copies_that_a_build_has_made_are_no_sources() throws IOException {
        file("target/copy/src/main/java/shop/Orders.java");
        file(".cache/src/main/java/shop/Orders.java");
        assertThat(SourceRoots.of(checkout, List.of()).locate("shop/Orders.java"))
                .isEqualTo("shop/Orders.java");
    }

    @Test
    void a_root_that_is_given_is_the_only_one() throws IOException {
        file("src/main/java/shop/Orders.java");
        file("generated/shop/Orders.java");
        SourceTree tree = SourceRoots.of(checkout, List.of(checkout.resolve("generated")));
        assertThat(tree.locate("shop/Orders.java")).isEqualTo("generated/shop/Orders.java");
    }

    @Test
    void no_name_leads_out_of_the_sources() throws IOException {
        file("secret.txt");
        file("src/main/java/shop/Orders.java");
        SourceTree tree = SourceRoots.of(checkout, List.of());
        for (String name : List.of("../../../secret.txt", checkout + "/secret.txt", "a\0b")) {
            assertThat(tree.locate(name)).isEqualTo(name);
        }
    }

    private void file(String name) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }
}
