package io.emperor.bench.figure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The page that tells all results, in Markdown. */
public final class Page {

  private static final String HEAD =
      """
      # Performance

      <!-- Made by bench/run out of bench/results and bench/notes: change those. -->

      Ours and theirs are measured in the same run, in turn, on one machine, which the load generator and Consul share with them.
      Absolute times say little about another machine; the ratios, ours divided by theirs, say more. Figures are medians; 99% has what
      99 of 100 do not exceed.

      A spread is how wide the interval is in which the figure lies with a certainty of 95%, by order statistics: that of a median of up to
      nine runs goes from the least to the most. That of a ratio is the spread of the ratios of each pair, where ours and theirs were measured
      as often; else both are taken for independent of each other. A figure whose spread is larger than its distance from its aim is
      `not decided`. What was measured once has no spread, nor has what was recorded before spreads were: there the figure alone counts.

      `bench/run` measures all of it again and writes this page, `bench/run NAME` a part; `bench/run --compare bench/results` says what has
      become worse by more than its spread, and leaves the page as it is.

      """;

  /**
   * A part of the page.
   *
   * @param title of it
   * @param method what was measured, and how
   * @param result the figures
   * @param notes what was found out about them; empty if nothing
   */
  public record Part(String title, String method, Result result, String notes) {}

  private Page() {}

  /** The whole page. */
  public static String of(List<Part> parts) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("## What it should reach\n\n").append(aims(parts));
    parts.forEach(part -> page.append('\n').append(text(part)));
    return page.toString();
  }

  private static Table aims(List<Part> parts) {
    return Table.ofAims(
        parts.stream()
            .flatMap(part -> part.result().rows().stream())
            .filter(row -> !row.aims().isEmpty())
            .toList());
  }

  private static String text(Part part) {
    Result result = part.result();
    Stream<String> pieces =
        Stream.concat(
            Stream.of("## " + part.title(), part.method().strip(), Table.of(result.rows()) + ""),
            Stream.concat(
                result.curves().isEmpty()
                    ? Stream.empty()
                    : Stream.of("![%s](images/%s.svg)".formatted(part.title(), result.name())),
                Stream.of(
                    part.notes().strip(),
                    String.format(
                        Locale.ROOT,
                        "`bench/run %s`, %s, %d s: %s.",
                        result.name(),
                        result.date(),
                        result.seconds(),
                        result.machine()))));
    return String.join("\n\n", pieces.map(String::strip).filter(piece -> !piece.isEmpty()).toList())
        + "\n";
  }
}
