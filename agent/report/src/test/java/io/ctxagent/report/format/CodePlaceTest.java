package io.ctxagent.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodePlaceTest {

    @ParameterizedTest
    @CsvSource({
        "shop.Orders.find(Orders.java:42), shop/Orders.java, 42, shop.Orders.find",
        "shop.Orders$Row.read(Orders.java:7), shop/Orders.java, 7, shop.Orders$Row.read",
        "shop.OrdersKt.find(Orders.kt:3), shop/Orders.kt, 3, shop.OrdersKt.find",
        "Main.main(Main.java:1), Main.java, 1, Main.main",
        "shop.Orders.find(Orders.java), shop/Orders.java, 1, shop.Orders.find",
        "shop.Orders.find(Unknown Source), unknown, 1, shop.Orders.find",
        "shop.Orders.find(Orders.java:99999999999), unknown, 1, shop.Orders.find",
        "shop.PriceCache#start, unknown, 1, shop.PriceCache#start",
    })
    void file_and_line_come_from_the_site(String site, String path, int line, String method) {
        assertThat(CodePlace.of(site, SourceTree.NONE)).isEqualTo(new CodePlace(path, line, method));
    }

    @Test
    void the_tree_knows_where_the_file_is() {
        assertThat(CodePlace.of("shop.Orders.find(Orders.java:42)", file -> "app/src/main/java/" + file)
                        .path())
                .isEqualTo("app/src/main/java/shop/Orders.java");
    }

    @Test
    void without_a_site_there_is_no_place() {
        assertThat(CodePlace.of(null, SourceTree.NONE)).isEqualTo(new CodePlace("unknown", 1, "unknown"));
    }
}
