/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A proxy for plain HTTP that spoils one reply of the camera behind it: bytes flipped, cut out,
 * doubled, put in, in the body (with its length told right, so that it arrives) or anywhere. Runs
 * in threads of its own. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _Mutator Mutator;

Mutator *mutator_new (const char *target_uri);
void mutator_free (Mutator *self);
char *mutator_dup_uri (Mutator *self);

/* Counting starts again; the reply with this number (from 0) is spoilt, none with -1. @seed decides
 * how. */
void mutator_arm (Mutator *self, int number, guint32 seed);
int mutator_count_replies (Mutator *self);

G_END_DECLS
