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
 * @param ratioSpread how far the ratio may be from what it is; absent if that is not known
 * @param moreIsBetter whether a larger figure is the better one, as of what is done in a second; it
 *     is if an aim is the least that it should be
 */
public record Row(
    String what,
    String unit,
    Measured ours,
    @Nullable String peer,
    @Nullable Measured theirs,
    List<Aim> aims,
    @Nullable Double ratioSpread,
    boolean moreIsBetter) {

  public Row {
    Objects.requireNonNull(what, "a row does not say what is measured");
    Objects.requireNonNull(unit, "a row has no unit");
    Objects.requireNonNull(ours, "a row has no figure");
    Objects.requireNonNull(aims, "a row has no aims");
    aims = List.copyOf(aims);
    moreIsBetter = moreIsBetter || aims.stream().anyMatch(aim -> !aim.most());
  }

  /** A figure with nothing beside it; the less, the better. */
  public static Row alone(String what, String unit, Measured ours, Aim... aims) {
    return new Row(what, unit, ours, null, null, List.of(aims), null, false);
  }

  /** Two figures; the less, the better. Where there are as many of both, they are in pairs. */
  public static Row beside(
      String what, String unit, Measured ours, String peer, Measured theirs, Aim... aims) {
    return new Row(what, unit, ours, peer, theirs, List.of(aims), ours.ratioSpread(theirs), false);
  }

  /** The same, of which more is better. */
  public Row theMoreTheBetter() {
    return new Row(what, unit, ours, peer, theirs, aims, ratioSpread, true);
  }

  /** What is measured, and beside whom. */
  String title() {
    return peer == null ? what : what + ", beside " + peer;
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
