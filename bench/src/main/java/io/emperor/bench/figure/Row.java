package io.emperor.bench.figure;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One figure of ours, beside the same of somebody else's.
 *
 * @param what is measured
 * @param unit of both
 * @param peer whose figure is compared; absent if there is none to compare with
 * @param theirs absent as the peer is
 * @param aims what it should reach
 */
public record Row(
    String what,
    String unit,
    Measured ours,
    @Nullable String peer,
    @Nullable Measured theirs,
    List<Aim> aims) {

  public Row {
    aims = List.copyOf(aims);
  }

  /** A figure with nothing beside it. */
  public static Row alone(String what, String unit, Measured ours, Aim... aims) {
    return new Row(what, unit, ours, null, null, List.of(aims));
  }

  /** Two figures. */
  public static Row beside(
      String what, String unit, Measured ours, String peer, Measured theirs, Aim... aims) {
    return new Row(what, unit, ours, peer, theirs, List.of(aims));
  }

  /**
   * Our median divided by theirs.
   *
   * @throws NullPointerException if there is no peer
   */
  @JsonIgnore
  public double ratio() {
    return ours.median() / Objects.requireNonNull(theirs, "no peer").median();
  }
}
