/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The decoders behind lk_extension_find_decoder(), each an LkExtensionDecoder: lines for people at
 * the end of the text, FALSE for a value of another syntax. Private to this folder. */

#pragma once

#include "certificate/lk-extension-text.h"

G_BEGIN_DECLS

/* Names and places: lk-extension-names.c */
gboolean lk_decode_general_names (LkDer value, GString *text);
gboolean lk_decode_authority_key_id (LkDer value, GString *text);
gboolean lk_decode_crl_distribution_points (LkDer value, GString *text);
gboolean lk_decode_issuing_distribution_point (LkDer value, GString *text);
gboolean lk_decode_information_access (LkDer value, GString *text);
gboolean lk_decode_name_constraints (LkDer value, GString *text);
gboolean lk_decode_directory_attributes (LkDer value, GString *text);

/* Policies: lk-extension-policies.c */
gboolean lk_decode_policies (LkDer value, GString *text);
gboolean lk_decode_policy_mappings (LkDer value, GString *text);
gboolean lk_decode_policy_constraints (LkDer value, GString *text);
gboolean lk_decode_proxy (LkDer value, GString *text);
gboolean lk_decode_qc_statements (LkDer value, GString *text);

/* What single vendors and protocols brought: lk-extension-others.c */
gboolean lk_decode_scts (LkDer value, GString *text);
gboolean lk_decode_tls_feature (LkDer value, GString *text);
gboolean lk_decode_netscape_type (LkDer value, GString *text);
gboolean lk_decode_ms_template (LkDer value, GString *text);
gboolean lk_decode_ms_ca_version (LkDer value, GString *text);
gboolean lk_decode_ms_security_identifier (LkDer value, GString *text);
gboolean lk_decode_entrust_version (LkDer value, GString *text);
gboolean lk_decode_smime_capabilities (LkDer value, GString *text);

/* For all of them. */
void lk_append_oid (GString *text, const LkDerItem *oid);
void lk_append_time (GString *text, const LkDerItem *time);
void lk_append_hex (GString *text, const LkDerItem *item);
void lk_append_names (GString *text, const char *indent, LkDer names);

G_END_DECLS
