/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests to a CGI camera, made from the commands of a device profile: query, form, multipart (RFC
 * 7578) or the bare file. A plain value; the body is wiped when it is dropped, because it may hold
 * a key or a password. */

#pragma once

#include "connection/lk-connection.h"
#include "driver/snc/lk-snc-profile.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *value;
} LkSncSetting; /* ended by a NULL name */

typedef struct
{
  LkRequest request; /* borrows from the rest */
  char *path;
  char *content_type;
  GBytes *body;
} LkSncRequest;

/* The address that asks for @groups (NULL-terminated, each one once); (transfer full). */
char *lk_snc_request_dup_inquiry (LkSncProfile *profile, const char *const *groups);

/* @settings and @file: (nullable). UNSUPPORTED where the profile would put a password into an
 * address. */
gboolean lk_snc_request_init (LkSncRequest *self,
                              const LkSncCommand *command,
                              const LkSncArguments *arguments,
                              const LkSncSetting *settings,
                              GBytes *file,
                              GError **error);
void lk_snc_request_clear (LkSncRequest *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkSncRequest, lk_snc_request_clear)

G_END_DECLS
