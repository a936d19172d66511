package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.config.secret.Secrets;
import io.emperor.provisioning.InputsView;
import io.emperor.provisioning.credential.CredentialState;
import io.emperor.vassal.status.VassalStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a vassal needs before it starts, as the API shows it.
 *
 * @param vassal its name
 * @param state where it is in its life
 * @param watched whether it has inputs; {@code false} if its configuration names none, or it is
 *     stopped
 * @param revision the number of what it was given; 0 for nothing yet
 * @param since when that was given, in ISO 8601; {@code null} for nothing yet
 * @param database that the gate has let it to; {@code null} for none, or none yet
 * @param sources the weakest first
 * @param values what it was given, ordered by their keys
 * @param credentials in the order of the file
 * @param followed what files that follow the cluster say; {@code null} if there are none
 * @param missing what is waited for, or what a later change lacks; a line each
 */
public record InputsEntry(
    @JsonProperty String vassal,
    @JsonProperty String state,
    @JsonProperty boolean watched,
    @JsonProperty long revision,
    @JsonProperty @Nullable String since,
    @JsonProperty @Nullable DatabaseEntry database,
    @JsonProperty List<SourceEntry> sources,
    @JsonProperty List<GivenEntry> values,
    @JsonProperty List<CredentialEntry> credentials,
    @JsonProperty @Nullable FollowedEntry followed,
    @JsonProperty List<String> missing) {

  /**
   * A database.
   *
   * @param name its name
   * @param version that its schema is at; empty if the emperor does not migrate it
   */
  public record DatabaseEntry(@JsonProperty String name, @JsonProperty String version) {

    static @Nullable DatabaseEntry of(InputsView.@Nullable Database database) {
      return database == null ? null : new DatabaseEntry(database.name(), database.version());
    }
  }

  /**
   * Where values come from.
   *
   * @param name {@code consul config/shop/}
   * @param changed when it had other values last, in ISO 8601; {@code null} for never
   * @param trouble why it can't be read; empty if it can
   */
  public record SourceEntry(
      @JsonProperty String name,
      @JsonProperty @Nullable String changed,
      @JsonProperty String trouble) {

    static SourceEntry of(InputsView.Source source) {
      return new SourceEntry(
          Secrets.maskedIn(source.name()),
          words(source.changed()),
          Secrets.maskedIn(source.trouble()));
    }
  }

  /**
   * A value.
   *
   * @param key dotted
   * @param value as text, with stars for what looks like a secret
   * @param source the name of the source that it is from
   */
  public record GivenEntry(
      @JsonProperty String key, @JsonProperty String value, @JsonProperty String source) {

    static GivenEntry of(InputsView.Value value) {
      return new GivenEntry(
          value.key(),
          Secrets.masked(value.key(), value.value()),
          Secrets.maskedIn(value.source()));
    }
  }

  /**
   * A credential, never what it has.
   *
   * @param name as the configuration has it
   * @param state as {@link CredentialState.Kind} has it, in lower case
   * @param subject whose certificate it is; empty if it is none, or is not there
   * @param expires when the first certificate of its chain does, in ISO 8601; {@code null} as above
   * @param trouble why what Consul has now is not used; empty if it is
   */
  public record CredentialEntry(
      @JsonProperty String name,
      @JsonProperty String state,
      @JsonProperty String subject,
      @JsonProperty @Nullable String expires,
      @JsonProperty String trouble) {

    static CredentialEntry of(CredentialState credential) {
      return new CredentialEntry(
          credential.name(),
          credential.kind().name().toLowerCase(Locale.ROOT),
          credential.subject(),
          words(credential.expires()),
          Secrets.maskedIn(credential.trouble()));
    }
  }

  /**
   * Of a vassal.
   *
   * @param inputs {@code null} for none
   */
  public static InputsEntry of(VassalStatus status, @Nullable InputsView inputs) {
    InputsView view = inputs == null ? InputsView.NONE : inputs;
    return new InputsEntry(
        status.name(),
        status.state().word(),
        inputs != null,
        view.revision(),
        words(view.since()),
        DatabaseEntry.of(view.database()),
        view.sources().stream().map(SourceEntry::of).toList(),
        view.values().stream().map(GivenEntry::of).toList(),
        view.credentials().stream().map(CredentialEntry::of).toList(),
        FollowedEntry.of(view.followed()),
        view.missing().stream().map(Secrets::maskedIn).toList());
  }

  private static @Nullable String words(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
