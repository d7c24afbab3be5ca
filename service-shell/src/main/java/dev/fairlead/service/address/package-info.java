/** Which addresses the control plane may be sent to by what operators write: its reach must not become theirs. */
@NullMarked
package dev.fairlead.service.address;

import org.jspecify.annotations.NullMarked;
