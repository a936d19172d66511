package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.config.secret.Secrets;
import io.emperor.membership.MembershipView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an emperor does for programs that are no vassals, as the API shows it.
 *
 * @param since when its files were given last, in ISO 8601; {@code null} for nothing yet
 * @param sources the weakest first
 * @param followed what files that follow the cluster say; {@code null} if there are none
 * @param handlers whether events have handlers
 * @param handled so many events were taken since the start
 * @param distributes what is sent to all nodes; empty for nothing
 * @param distributing whether this is the emperor that sends it
 * @param missing what is waited for, or what a later change lacks; a line each
 */
public record MembershipEntry(
    @JsonProperty @Nullable String since,
    @JsonProperty List<InputsEntry.SourceEntry> sources,
    @JsonProperty @Nullable FollowedEntry followed,
    @JsonProperty boolean handlers,
    @JsonProperty long handled,
    @JsonProperty String distributes,
    @JsonProperty boolean distributing,
    @JsonProperty List<String> missing) {

  /** Of an emperor that follows a membership. */
  public static MembershipEntry of(MembershipView view) {
    Instant since = view.inputs().since();
    return new MembershipEntry(
        since == null ? null : since.toString(),
        view.inputs().sources().stream().map(InputsEntry.SourceEntry::of).toList(),
        FollowedEntry.of(view.inputs().followed()),
        view.handlers(),
        view.handled(),
        Secrets.maskedIn(view.distributes()),
        view.distributing(),
        view.inputs().missing().stream().map(Secrets::maskedIn).toList());
  }
}
