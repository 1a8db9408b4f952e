package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.report.WatchView.Sort;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Instant START = Instant.parse("2026-11-22T14:03:08Z");
    private static final WatchView VIEW = new WatchView(Duration.ofSeconds(1), Sort.AGE, "", null, false);

    private final Snapshot shop = Golden.snapshot("shop.json");
    private final Snapshot later = Golden.snapshot("later.json");
    private final WatchHistory history = new WatchHistory();
    private final WatchScreen screen = new WatchScreen("4711", ZoneOffset.UTC, Style.PLAIN);

    @Test
    void at_80_by_24() {
        Golden.assertScreen(String.join("\n", second().render(later(), VIEW, 80, 24)) + "\n", "watch-80x24.txt");
    }

    @Test
    void at_200_by_60() {
        Golden.assertScreen(String.join("\n", second().render(later(), VIEW, 200, 60)) + "\n", "watch-200x60.txt");
    }

    @Test
    void it_fits_any_terminal() {
        WatchLook look = history.next(shop, START);
        for (int width : new int[] {40, 57, 80, 133, 200}) {
            for (int height : new int[] {1, 2, 9, 24, 60}) {
                List<String> lines = screen.render(look, VIEW, width, height);
                assertThat(lines).hasSizeLessThanOrEqualTo(height);
                assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
            }
        }
        assertThat(screen.render(look, VIEW, 80, 9)).anyMatch(line -> line.matches("\\.\\.\\. \\d more rows"));
    }

    @Test
    void the_first_look_has_nothing_new() {
        WatchLook first = history.next(shop, START);
        assertThat(first.born()).isEmpty();
        assertThat(first.fresh()).isEmpty();
        assertThat(first.released()).isEmpty();
    }

    @Test
    void what_came_what_went_and_what_was_released_is_told() {
        history.next(shop, START);
        WatchLook second = history.next(later, START.plusSeconds(14));

        assertThat(second.born()).containsExactlyInAnyOrder("c20", "c21");
        assertThat(second.gone()).isEqualTo(3);
        assertThat(second.fresh()).containsExactly("ddfd498d4e69db61");
        assertThat(second.released()).singleElement().satisfies(released -> {
            assertThat(released.finding().rule()).isEqualTo("CTX103");
            // 36 s old when it was first seen
            assertThat(released.afterMillis()).isEqualTo(50_000);
        });
        assertThat(history.next(later, START.plusSeconds(15)).released()).isEmpty();
    }

    @Test
    void rows_are_sorted_and_filtered_by_keys() {
        WatchLook look = history.next(shop, START);
        WatchView byLeft = VIEW.press('s');
        assertThat(byLeft.sort()).isEqualTo(Sort.LEFT);
        assertThat(screen.render(look, byLeft, 120, 24).get(4)).contains("POST /orders", "-36s");
        assertThat(byLeft.press('s').press('s').press('s')).isEqualTo(VIEW);

        WatchView typing =
                VIEW.press('/').press('D').press('b').press('x').press(127).press('.');
        assertThat(screen.render(look, typing, 80, 24)).last().asString().startsWith("filter: Db._");
        assertThat(typing.leaves('q')).as("a letter of the filter").isFalse();
        WatchView filtered = typing.press('\r');
        assertThat(rows(look, filtered)).singleElement().asString().contains("db.query");
        assertThat(filtered.press(27)).isEqualTo(VIEW);
        assertThat(typing.press(27)).as("Esc gives up typing").isEqualTo(VIEW);
        assertThat(VIEW.press('p').paused()).isTrue();
        assertThat(VIEW.press('p').press('p')).isEqualTo(VIEW);
        assertThat(VIEW.press('x')).isEqualTo(VIEW);
        assertThat(VIEW.leaves('q')).isTrue();
    }

    private List<String> rows(WatchLook look, WatchView view) {
        List<String> lines = screen.render(look, view, 80, 24);
        return lines.subList(4, lines.indexOf(""));
    }

    private WatchScreen second() {
        screen.note(history.next(shop, START));
        return screen;
    }

    private WatchLook later() {
        WatchLook look = history.next(later, START.plusSeconds(14));
        screen.note(look);
        return look;
    }
}
