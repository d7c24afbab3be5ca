package dev.fairlead.replication.database;

import java.util.regex.Pattern;

/** What can name credentials: a plain label, which as a file name leads nowhere but into its directory. */
public final class CredentialsName {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private CredentialsName() {}

    public static boolean isOne(String text) {
        return LABEL.matcher(text).matches();
    }
}
