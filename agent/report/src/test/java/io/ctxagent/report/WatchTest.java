package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.ContextRow;
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

    /** The path and its times; the call, the state and the count of threads have to be asked for. */
    @Test
    void at_40_by_20() {
        Golden.assertScreen(String.join("\n", second().render(later(), VIEW, 40, 20)) + "\n", "watch-40x20.txt");
    }

    @Test
    void at_60_by_20() {
        Golden.assertScreen(String.join("\n", second().render(later(), VIEW, 60, 20)) + "\n", "watch-60x20.txt");
    }

    /** An overdue one shows by the time that it has left; one that was cancelled before has time left, or none to have. */
    @Test
    void where_there_is_no_column_for_it_a_state_that_no_time_tells_stands_before_the_path() {
        ContextInfo server = SampleTree.context("c1", null, "server");
        ContextRow row = new ContextRow();
        row.id = "c2";
        row.parent = "c1";
        row.kind = "withTimeout";
        row.name = "job";
        row.state = "canceled";
        row.remainingMillis = 5_000;
        Snapshot canceled = SampleTree.with(shop, List.of(server, row.info()));
        WatchLook look = history.next(canceled, START);
        assertThat(screen.render(look, VIEW, 60, 20)).anyMatch(line -> line.contains("  canceled server > job"));
        assertThat(screen.render(look, VIEW, 80, 20))
                .anyMatch(line -> line.contains(" canceled    -  server > job"))
                .noneMatch(line -> line.contains("canceled server"));
    }

    @Test
    void it_fits_any_terminal() {
        WatchLook look = history.next(shop, START);
        for (int width : new int[] {30, 39, 40, 57, 71, 80, 133, 200}) {
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
        WatchView byLeft = press(VIEW, look, 's');
        assertThat(byLeft.sort()).isEqualTo(Sort.LEFT);
        assertThat(screen.render(look, byLeft, 120, 24).get(4)).contains("POST /orders", "-36s");
        assertThat(press(byLeft, look, 's', 's', 's')).isEqualTo(VIEW);

        WatchView typing = press(VIEW, look, '/', 'D', 'b', 'x', 127, '.');
        assertThat(screen.render(look, typing, 80, 24)).last().asString().startsWith("filter: Db._");
        assertThat(typing.leaves('q')).as("a letter of the filter").isFalse();
        WatchView filtered = press(typing, look, '\r');
        assertThat(rows(look, filtered)).singleElement().asString().contains("db.query");
        assertThat(press(filtered, look, 27)).isEqualTo(VIEW);
        assertThat(press(typing, look, 27)).as("Esc gives up typing").isEqualTo(VIEW);
        assertThat(press(VIEW, look, 'p').paused()).isTrue();
        assertThat(press(VIEW, look, 'p', 'p')).isEqualTo(VIEW);
        assertThat(press(VIEW, look, 'x')).isEqualTo(VIEW);
        assertThat(VIEW.leaves('q')).isTrue();
    }

    @Test
    void the_keys_have_room_beside_a_filter() {
        WatchLook look = history.next(shop, START);
        for (String filter : List.of("db", "GET /orders", "x".repeat(90))) {
            WatchView view = press(VIEW, look, 's', 's', 's', 'p', '/');
            view = press(view, look, filter.chars().toArray());
            view = press(view, look, '\r');
            for (int width : new int[] {72, 80, 100, 200}) {
                assertThat(screen.render(look, view, width, 24))
                        .last()
                        .asString()
                        .hasSizeLessThanOrEqualTo(width)
                        .matches(
                                "q quit  p go on  s sort: \\w+  / filter: .*Esc clears.* +(Enter opens|arrows and Enter open)");
            }
        }
        WatchView view = press(press(VIEW, look, '/', 'd', 'b'), look, '\r');
        assertThat(screen.render(look, view, 80, 24))
                .last()
                .isEqualTo("q quit  p pause  s sort: age  / filter: db  Esc clears  Enter opens");
        assertThat(screen.render(look, view, 120, 24))
                .last()
                .isEqualTo("q quit  p pause  s sort: age  / filter: db  (Esc clears it)  arrows and Enter open");
    }

    @Test
    void a_row_opens_its_siblings_and_a_sibling_its_details() {
        WatchLook look = history.next(shop, START);
        WatchView alike = press(VIEW, look, WatchView.DOWN);
        while (!screen.render(look, alike, 120, 40).stream()
                .anyMatch(line -> line.startsWith(">") && line.contains("db.query"))) {
            WatchView next = press(alike, look, WatchView.DOWN);
            assertThat(next).isNotEqualTo(alike);
            alike = next;
        }
        WatchView opened = press(alike, look, '\r', 'j', '\r');
        Golden.assertScreen(String.join("\n", screen.render(look, opened, 80, 24)) + "\n", "watch-open-80x24.txt");
        Golden.assertScreen(String.join("\n", screen.render(look, opened, 200, 60)) + "\n", "watch-open-200x60.txt");
        Golden.assertScreen(String.join("\n", screen.render(look, opened, 40, 20)) + "\n", "watch-open-40x20.txt");

        assertThat(press(opened, look, 'k', '\r').opened())
                .as("closes the siblings")
                .hasSize(1);
        assertThat(press(opened, look, '\r').opened()).as("closes the details").hasSize(1);
        assertThat(press(opened, look, 27)).as("Esc closes all").isEqualTo(VIEW);
        assertThat(rows(history.next(later, START.plusSeconds(14)), opened))
                .as("what is open stays open")
                .anyMatch(line -> line.startsWith(">") && line.contains("- c"));
    }

    @Test
    void the_selected_row_is_always_on_the_screen() {
        WatchLook look = history.next(shop, START);
        for (int height : new int[] {9, 12, 24}) {
            WatchView view = press(VIEW, look, '\n', '\n', WatchView.UP);
            for (int i = 0; i < 12; i++) {
                assertThat(screen.render(look, view, 80, height))
                        .hasSizeLessThanOrEqualTo(height)
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
                        .anyMatch(line -> line.startsWith(">"));
                view = press(view, look, WatchView.DOWN, '\r');
            }
            assertThat(press(view, look, WatchView.DOWN, WatchView.DOWN)).isEqualTo(press(view, look, WatchView.DOWN));
        }
        WatchView nothing = press(VIEW, look, '/', '#', '\r', 'j', 'k', '\r');
        assertThat(nothing.selected()).isNull();
    }

    private WatchView press(WatchView begin, WatchLook look, int... keys) {
        WatchView view = begin;
        for (int key : keys) {
            view = view.press(key, screen.rows(look, view));
        }
        return view;
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
