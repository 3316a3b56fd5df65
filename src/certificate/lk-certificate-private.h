/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The fields of a certificate, filled by the reader and handed out by the getters. Items point
 * into @der. Private to LkCertificate. */

#pragma once

#include "certificate/lk-certificate.h"

G_BEGIN_DECLS

typedef struct
{
  GDateTime *time;
  LkTimeForm form;
  LkTimeOddity oddity;
} LkCertificateTime;

struct _LkCertificate
{
  GObject parent_instance;

  GBytes *der;
  LkDerItem tbs, subject_item, issuer_item, algorithm, signature;
  GPtrArray *defects;

  guint version;
  GBytes *serial_bytes;
  char *serial, *subject, *issuer, *title, *common_name;
  LkCertificateTime not_before, not_after;
  LkPublicKey *key;
  char *signature_oid;
  const char *signature_hash;
  char *sha256, *sha1;

  GPtrArray *extensions;
  gboolean basic_ca, has_key_usage;
  gboolean ca_unclear; /* two extensions contradict each other, or might */
  int path_length;
  guint key_usage;
  GStrv purposes, alt_names, permitted, excluded;
  char *subject_key_id, *authority_key_id;
};

/* Fills an empty certificate. LK_ERROR_BAD_DATA when @der is no certificate. */
gboolean lk_certificate_read (LkCertificate *self, GBytes *der, GError **error);

void lk_defect_free (LkDefect *defect);

G_END_DECLS
