/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a run leaves behind or shows to others: store with journal, temporary files and home
 * folder, messages of every level, connection log, outcome, command line and environment; searched
 * for the passwords and the private key that were used, plain and in the forms that they travel
 * in. */

#pragma once

#include "lk-test-camera.h"

G_BEGIN_DECLS

/* First thing in main(): temporary files and home are folders of this process and its children from
 * now on, and every message is kept. The other removes them. */
void lk_fault_secrets_begin (void);
void lk_fault_secrets_end (void);

/* After g_test_init(), which since GLib 2.80 takes the messages for itself. */
void lk_fault_secrets_listen (void);

/* The child's side: writes what others can see of this process into @folder, and every message from
 * now on. */
void lk_fault_secrets_expose (const char *folder);

/* Adds to @broken where a secret stands; forgets the messages. @outcome: (nullable) */
void lk_fault_secrets_search (LkTestCamera *door, LkOutcome *outcome, GString *broken);

/* The private key of @door's personal certificate as bytes, without the sign that it may begin
 * with. */
GBytes *lk_fault_secrets_dup_key (LkTestCamera *door);

G_END_DECLS
