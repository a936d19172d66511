package io.emperor.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an instance is, as its emperor says.
 *
 * @param fence of the slot that it runs in: what was said under another is of an earlier time
 * @param version of the files that it serves with; empty while it serves nothing
 * @param state as in the list of vassals
 * @param passing whether it serves and is well
 * @param failed the version with which its last attempt has failed
 * @param reason why it is as it is; empty when there is nothing to say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstanceReport(
    @JsonProperty("fence") long fence,
    @JsonProperty("version") String version,
    @JsonProperty("state") String state,
    @JsonProperty("passing") boolean passing,
    @JsonProperty("failed") @Nullable String failed,
    @JsonProperty("reason") String reason) {

  public InstanceReport {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(state, "state");
    reason = reason == null ? "" : reason;
  }
}
