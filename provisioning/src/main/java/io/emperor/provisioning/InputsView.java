package io.emperor.provisioning;

import io.emperor.provisioning.credential.CredentialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How inputs stand, for people. Immutable.
 *
 * @param revision the number of what was given last; 0 for nothing yet
 * @param since when that was given; {@code null} for nothing yet
 * @param database that the program has; {@code null} for none, or none yet
 * @param sources the weakest first
 * @param values of what was given, ordered by their keys
 * @param credentials in the order of the file
 * @param followed what files that follow the cluster say; {@code null} if there are none
 * @param missing what is waited for, or what a later change lacks: a line each without any value
 */
public record InputsView(
    long revision,
    @Nullable Instant since,
    @Nullable Database database,
    List<Source> sources,
    List<Value> values,
    List<CredentialState> credentials,
    @Nullable Followed followed,
    List<String> missing) {

  /** Of a program that is given nothing. */
  public static final InputsView NONE =
      new InputsView(0, null, null, List.of(), List.of(), List.of(), null, List.of());

  public InputsView {
    sources = List.copyOf(sources);
    values = List.copyOf(values);
    credentials = List.copyOf(credentials);
    missing = List.copyOf(missing);
  }

  /**
   * The same, and something else is missing.
   *
   * @param words a line without any value
   */
  public InputsView missing(String words) {
    List<String> all = new ArrayList<>(missing);
    all.add(words);
    return new InputsView(revision, since, database, sources, values, credentials, followed, all);
  }

  /**
   * A database.
   *
   * @param name its name
   * @param version that its schema is at; empty if that is the program's own affair
   */
  public record Database(String name, String version) {}

  /**
   * What files that follow the cluster say.
   *
   * @param services ordered by product and name
   * @param leftOut who is not in them, and why: a line each
   * @param updates how many pieces of configuration have come
   */
  public record Followed(List<Service> services, List<String> leftOut, Updates updates) {

    public Followed {
      leftOut = List.copyOf(leftOut);
      services = List.copyOf(services);
    }
  }

  /**
   * A service of a product.
   *
   * @param instances how many there are
   */
  public record Service(String product, String name, int instances) {}

  /**
   * What has become of events {@code config_updated} since the start.
   *
   * @param written so many were kept
   * @param older so many were there already, or newer ones
   * @param ignored so many were of products that nobody here subscribes to
   * @param refused so many could not be read, or not be kept
   */
  public record Updates(long written, long older, long ignored, long refused) {}

  /**
   * Where values come from.
   *
   * @param name {@code consul config/shop/}
   * @param changed when it had other values last; {@code null} for never
   * @param trouble why it can't be read; empty if it can
   */
  public record Source(String name, @Nullable Instant changed, String trouble) {}

  /**
   * A value.
   *
   * @param key dotted
   * @param value as text; it may be a secret
   * @param source the name of the source that it is from
   */
  public record Value(String key, String value, String source) {

    /** Leaves the value out. */
    @Override
    public String toString() {
      return "Value[" + key + " from " + source + "]";
    }
  }
}
