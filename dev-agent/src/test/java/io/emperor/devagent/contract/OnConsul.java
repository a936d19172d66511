package io.emperor.devagent.contract;

import io.emperor.devagent.base.ConsulProfile;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What holds for some versions of Consul alone. A case of {@link ConsulProfile#MODERN} names the
 * source that it was read in.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface OnConsul {

  ConsulProfile value();
}
