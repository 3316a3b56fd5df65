/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Windows as its MY store looks to lk-windows-my.h, in memory: so that what stands on top of that
 * header is tried where there is no Windows. One store for the process. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_FAKE_WINDOWS_CNG,      /* keys that know RSASSA-PSS */
  LK_FAKE_WINDOWS_OLD,      /* CryptoAPI keys, which do not */
  LK_FAKE_WINDOWS_PROTECTED /* keys that ask their owner */
} LkFakeWindowsKind;

void lk_fake_windows_reset (LkFakeWindowsKind kind);

/* What the next import, export, removal or signature answers with. */
void lk_fake_windows_fail (unsigned long code);

int lk_fake_windows_get_boxes (void); /* those of the last import */
guint lk_fake_windows_count_signatures (void);
void lk_fake_windows_lose_key (guint index); /* the certificate stays */

G_END_DECLS
