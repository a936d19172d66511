package io.emperor.provisioning.commit;

import java.nio.file.Path;

/**
 * A template and the file that it becomes.
 *
 * @param name as the configuration has it
 * @param source where the template is, absolute
 * @param file what it becomes
 */
public record TemplatePlan(String name, Path source, FilePlan file) {}
