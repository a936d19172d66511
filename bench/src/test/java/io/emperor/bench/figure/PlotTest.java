package io.emperor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PlotTest {

  private static final Curve RISING =
      new Curve(
          "a & b",
          "ms",
          List.of(new Curve.Point(10, 5), new Curve.Point(100, 10), new Curve.Point(1000, 20)));

  @Test
  void isADrawingWithAPointForEachMeasurement() throws Exception {
    NodeList circles = drawn(List.of(RISING, RISING)).getElementsByTagName("circle");

    assertThat(circles.getLength()).isEqualTo(6);
    assertThat(attributes(circles, "cy").subList(0, 3))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(attributes(circles, "cx").subList(0, 3)).isSorted();
  }

  @Test
  void decadesAreEquallyFarApart() throws Exception {
    List<Double> x = attributes(drawn(List.of(RISING)).getElementsByTagName("circle"), "cx");

    assertThat(x.get(2) - x.get(1)).isEqualTo(x.get(1) - x.get(0));
  }

  @Test
  void onePointIsDrawnToo() throws Exception {
    Curve one = new Curve("one", "", List.of(new Curve.Point(10, 0)));

    assertThat(drawn(List.of(one)).getElementsByTagName("circle").getLength()).isEqualTo(1);
  }

  private static Document drawn(List<Curve> curves) throws Exception {
    byte[] svg = Plot.of(curves).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  private static List<Double> attributes(NodeList elements, String name) {
    return IntStream.range(0, elements.getLength())
        .mapToObj(i -> elements.item(i).getAttributes().getNamedItem(name).getNodeValue())
        .map(Double::valueOf)
        .toList();
  }
}
