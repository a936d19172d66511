package io.emperor.provisioning;

import io.emperor.base.SafeText;
import io.emperor.provisioning.commit.TemplatePlan;
import io.emperor.provisioning.template.Template;

/**
 * A template that was read, and what it becomes.
 *
 * @param plan where it goes, and how
 * @param template what is rendered
 */
record PlannedTemplate(TemplatePlan plan, Template template) {

  /** As messages have it: {@code templates.haproxy}. */
  String name() {
    return "templates." + SafeText.name(plan.name());
  }
}
