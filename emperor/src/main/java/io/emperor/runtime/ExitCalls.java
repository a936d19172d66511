package io.emperor.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Leads an app's calls of {@link System#exit}, {@link Runtime#exit} and {@link Runtime#halt} to
 * {@link AppExit}, in the code of its classes. Calls by reflection are not seen.
 */
final class ExitCalls {

  private static final String SYSTEM = Type.getInternalName(System.class);
  private static final String RUNTIME = Type.getInternalName(Runtime.class);
  private static final String TARGET = Type.getInternalName(AppExit.class);
  private static final String OF_SYSTEM = "(I)V";
  private static final String OF_RUNTIME = "(L" + RUNTIME + ";I)V";

  private ExitCalls() {}

  /** The code of a class with its calls redirected; the same if it has none. */
  static byte[] redirected(byte[] code) {
    String constants = new String(code, StandardCharsets.ISO_8859_1);
    boolean may =
        (constants.contains("exit") && constants.contains(SYSTEM))
            || ((constants.contains("exit") || constants.contains("halt"))
                && constants.contains(RUNTIME));
    if (!may) {
      return code;
    }
    try {
      ClassReader reader = new ClassReader(code);
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(new Redirecting(writer), 0);
      return writer.toByteArray();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // No class, or one for a newer Java: the JVM has more to say about it.
      return code;
    }
  }

  private static boolean isExit(String owner, String name, String descriptor) {
    boolean ofRuntime = owner.equals(RUNTIME) && (name.equals("exit") || name.equals("halt"));
    return descriptor.equals(OF_SYSTEM)
        && (ofRuntime || (owner.equals(SYSTEM) && name.equals("exit")));
  }

  private static String descriptor(String owner) {
    return owner.equals(RUNTIME) ? OF_RUNTIME : OF_SYSTEM;
  }

  private static final class Redirecting extends ClassVisitor {

    Redirecting(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new RedirectingMethod(
          super.visitMethod(access, name, descriptor, signature, exceptions));
    }
  }

  private static final class RedirectingMethod extends MethodVisitor {

    RedirectingMethod(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      if (isExit(owner, name, descriptor)) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, TARGET, "exit", descriptor(owner), false);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Object[] redirected = Arrays.stream(arguments).map(RedirectingMethod::redirected).toArray();
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, redirected);
    }

    /** A method reference. */
    private static Object redirected(Object argument) {
      return argument instanceof Handle handle
              && isExit(handle.getOwner(), handle.getName(), handle.getDesc())
          ? new Handle(Opcodes.H_INVOKESTATIC, TARGET, "exit", descriptor(handle.getOwner()), false)
          : argument;
    }
  }
}
