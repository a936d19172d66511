package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.config.secret.Secrets;
import io.emperor.provisioning.InputsView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What files that follow the cluster say, as the API shows it.
 *
 * @param services ordered by product and name
 * @param leftOut who is not in them, and why: a line each
 * @param updates what has become of events {@code config_updated} since the start
 */
public record FollowedEntry(
    @JsonProperty List<ServiceEntry> services,
    @JsonProperty List<String> leftOut,
    @JsonProperty UpdatesEntry updates) {

  /**
   * A service of a product.
   *
   * @param instances how many there are
   */
  public record ServiceEntry(
      @JsonProperty String product, @JsonProperty String name, @JsonProperty int instances) {

    static ServiceEntry of(InputsView.Service service) {
      return new ServiceEntry(service.product(), service.name(), service.instances());
    }
  }

  /**
   * What has become of updates.
   *
   * @param written so many were kept
   * @param older so many were there already, or newer ones
   * @param ignored so many were of products that nobody here subscribes to
   * @param refused so many could not be read, or not be kept
   */
  public record UpdatesEntry(
      @JsonProperty long written,
      @JsonProperty long older,
      @JsonProperty long ignored,
      @JsonProperty long refused) {

    static UpdatesEntry of(InputsView.Updates updates) {
      return new UpdatesEntry(
          updates.written(), updates.older(), updates.ignored(), updates.refused());
    }
  }

  static @Nullable FollowedEntry of(InputsView.@Nullable Followed followed) {
    return followed == null
        ? null
        : new FollowedEntry(
            followed.services().stream().map(ServiceEntry::of).toList(),
            followed.leftOut().stream().map(Secrets::maskedIn).toList(),
            UpdatesEntry.of(followed.updates()));
  }
}
