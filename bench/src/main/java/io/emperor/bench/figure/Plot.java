package io.emperor.bench.figure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Curves as a drawing: one small field for each, beside each other, over the same numbers. */
public final class Plot {

  private static final int WIDTH = 260;
  private static final int HEIGHT = 170;
  private static final int LEFT = 56;
  private static final int TOP = 34;
  private static final int GAP = 84;

  private Plot() {}

  /**
   * An SVG document, readable on a light and on a dark page. The horizontal axis is logarithmic,
   * the vertical one begins at zero.
   */
  public static String of(List<Curve> curves) {
    int width = curves.size() * (WIDTH + GAP) + 10;
    int height = TOP + HEIGHT + 40;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """,
            width,
            height));
    for (int i = 0; i < curves.size(); i++) {
      svg.append(
          String.format(
              Locale.ROOT, "<g transform=\"translate(%d %d)\">%n", LEFT + i * (WIDTH + GAP), TOP));
      svg.append(field(curves.get(i))).append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private static String field(Curve curve) {
    double top = curve.points().stream().mapToDouble(Curve.Point::y).max().orElse(1) * 1.15;
    StringBuilder field = new StringBuilder();
    field.append(text(0, -14, "start", curve.what() + ", " + curve.unit()));
    field.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M0 0 V%d H%d\" fill=\"none\" stroke=\"#666666\"/>%n",
            HEIGHT,
            WIDTH));
    for (double part : new double[] {0, 0.5, 1}) {
      double y = HEIGHT * (1 - part / 1.15);
      field.append(text(-6, y + 4, "end", Words.figure(top / 1.15 * part)));
    }
    for (Curve.Point point : curve.points()) {
      double x = x(curve, point);
      field.append(text(x, HEIGHT + 18, "middle", Words.figure(point.x())));
      field.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"#1f6feb\"/>%n",
              x,
              y(point, top)));
    }
    String line =
        curve.points().stream()
            .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(curve, point), y(point, top)))
            .collect(Collectors.joining(" "));
    field.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"#1f6feb\" stroke-width=\"2\"/>%n"
            .formatted(line));
    return field.toString();
  }

  private static double x(Curve curve, Curve.Point point) {
    double first = Math.log(curve.points().get(0).x());
    double last = Math.log(curve.points().get(curve.points().size() - 1).x());
    double part = last == first ? 0 : (Math.log(point.x()) - first) / (last - first);
    return 14 + part * (WIDTH - 28);
  }

  private static double y(Curve.Point point, double top) {
    return HEIGHT * (1 - point.y() / top);
  }

  private static String text(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#24292f\">%s</text>%n",
        x,
        y,
        anchor,
        text.replace("&", "&amp;").replace("<", "&lt;"));
  }
}
