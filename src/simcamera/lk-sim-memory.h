/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the simulated camera keeps across a restart, as a plain value, and its flash memory: a
 * folder with one key file and the files that it names. A file is named after its content and the
 * key file is replaced last and at once, so the folder is whole at every instant. Belongs to
 * LkSimState. */

#pragma once

#include "base/lk-secret.h"

#include <glib.h>

G_BEGIN_DECLS

#define LK_SIM_MAX_TRUSTED 4

typedef enum
{
  LK_SIM_SSL_DISABLE,
  LK_SIM_SSL_ENABLE,
  LK_SIM_SSL_ENABLE_WITH_HTTP,
} LkSimSsl;

/* Versions of TLS that are not spoken. */
typedef enum
{
  LK_SIM_SPEAKS_ALL = 0,
  LK_SIM_WITHOUT_TLS_1_2 = 1 << 0,
  LK_SIM_WITHOUT_TLS_1_3 = 1 << 1,
} LkSimWithout;

typedef struct
{
  LkSimSsl ssl;
  gboolean self_signed_chosen; /* "Certificate options" */
  gboolean client_enabled;
  LkSimWithout without;
  gint64 clock_offset_s;
  LkSecret *key_password;              /* (nullable) */
  GBytes *trusted[LK_SIM_MAX_TRUSTED]; /* PEM */
  GBytes *server_file;                 /* as uploaded */
  GBytes *self_signed;                 /* PEM, certificate and key */
  /* (nullable) what a language with a keystore of its own keeps in it */
  GBytes *keystore;
  /* PEM, certificate and key: what is served while nothing better is there */
  GBytes *factory;
} LkSimMemory;

void lk_sim_memory_copy (LkSimMemory *self, const LkSimMemory *from);
void lk_sim_memory_clear (LkSimMemory *self);

/* FALSE without an error for a folder that holds no camera yet; BAD_DATA for one that cannot be
 * read. */
gboolean lk_sim_memory_load (LkSimMemory *self, const char *folder, GError **error);

/* STORE_FAILED */
gboolean lk_sim_memory_save (const LkSimMemory *self, const char *folder, GError **error);

G_END_DECLS
