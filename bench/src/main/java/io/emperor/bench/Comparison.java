package io.emperor.bench;

import io.emperor.bench.figure.Curve;
import io.emperor.bench.figure.Row;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Something that is measured, beside what people would use instead. */
public interface Comparison {

  /** One word, as the command line takes it. */
  String name();

  /** The heading of its table. */
  String title();

  /** What is measured and how, some sentences. */
  String method();

  /**
   * Measures.
   *
   * @throws Exception if something could not be run at all; a figure that is bad is no reason
   */
  Figures measure() throws Exception;

  /**
   * The same in less than a minute, with fewer rounds and rows, which are called as in the whole.
   *
   * @return what measures so; empty if there is no short form of it
   */
  default Optional<Callable<Figures>> inShort() {
    return Optional.empty();
  }

  /**
   * What was measured.
   *
   * @param curves what is drawn besides
   */
  record Figures(List<Row> rows, List<Curve> curves) {

    public Figures {
      rows = List.copyOf(rows);
      curves = List.copyOf(curves);
    }

    /** Without a drawing. */
    public static Figures of(List<Row> rows) {
      return new Figures(rows, List.of());
    }
  }
}
